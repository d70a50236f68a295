// `cd query && npm start`: one service by itself, as the course starts its parts. Its settings come from the environment
// (docs/settings.md); without any it is where `npm start` would have put it, with the same data.

import { isStreamUrl } from "@blog/common/base/stream-url";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { blog } from "../systems/blog.ts";
import { buildClient, isBuildFresh } from "./client-build.ts";
import { dataFolderFrom, ourSubscribers, planServices, serviceAddresses } from "./services.ts";
import { subscriberList } from "./subscriber-list.ts";

const [name] = process.argv.splice(2, 1);
const plan = planServices(blog, { env: {}, dataFolder: dataFolderFrom(blog, {}) }).find(
  (service) => service.name === name,
);
if (!plan) throw new Error(`There is no service called ${name}.`);

// The bus by itself knows no service. Over a stream, they read the events themselves.
if (name === "event-bus") {
  const { SUBSCRIBERS, EVENT_BUS_URL = "" } = process.env;
  const ours = isStreamUrl(EVENT_BUS_URL)
    ? []
    : ourSubscribers(blog, serviceAddresses(blog, { env: {} }));
  process.env.SUBSCRIBERS = subscriberList(SUBSCRIBERS, ours);
}

if (name === "client" && !isBuildFresh()) {
  console.log("Building the client …");
  if (!(await buildClient())) process.exit(1);
}
await import(pathToFileURL(join(plan.folder, plan.entry)).href);
