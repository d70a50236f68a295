// `cd query && npm start`: one service by itself, as the course starts its parts. Its settings come from the environment
// (docs/settings.md); without any it is where `npm start` would have put it, with the same data.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildClient, isBuildFresh } from "./client-build.ts";
import { planServices, root } from "./services.ts";

const [name] = process.argv.splice(2, 1);
const plan = planServices({ env: {}, dataFolder: join(root, ".data") }).find(
  (service) => service.name === name,
);
if (!plan) throw new Error(`There is no service called ${name}.`);

if (name === "client" && !isBuildFresh()) {
  console.log("Building the client …");
  if (!(await buildClient())) process.exit(1);
}
await import(pathToFileURL(join(plan.folder, plan.entry)).href);
