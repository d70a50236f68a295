// `npm run contracts`: prints the events of the blog as an AsyncAPI 3.0 document.

import { asyncApi } from "./asyncapi.ts";
import { readOptions } from "./options.ts";

readOptions("npm run --silent contracts > asyncapi.json    the events as AsyncAPI 3.0", {});

console.log(JSON.stringify(asyncApi(), null, 2));
