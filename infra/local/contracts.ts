// `npm run contracts`: prints the events of a system, the blog unless another one is named, as an AsyncAPI 3.0 document.

import { asyncApi } from "./asyncapi.ts";
import { chosenSystem } from "./chosen-system.ts";
import { readOptions } from "./options.ts";

const system = await chosenSystem();
readOptions("npm run --silent contracts > asyncapi.json    the events as AsyncAPI 3.0", {});

console.log(JSON.stringify(asyncApi(system), null, 2));
