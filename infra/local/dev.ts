// `npm run dev`: the blog while you work on it. nodemon starts a service again when it or common changes; Vite shows a
// change of the client at once. Everything is where `npm start` has it, the blog at http://localhost:3000.

import { join } from "node:path";
import { devHelp, readyBanner } from "./banner.ts";
import type { ProcessPlan } from "./child-process.ts";
import { orStop, readOptions } from "./options.ts";
import { prepare, run } from "./runner.ts";
import { serviceProcess } from "./service-process.ts";
import { dataFolderFrom, root, type ServicePlan } from "./services.ts";
import { planScaledServices } from "./scaled-services.ts";
import { warningsFor } from "./warnings.ts";

const options = readOptions(devHelp, { reset: { type: "boolean", default: false } });
const dataFolder = dataFolderFrom(process.env);
const { plans, addresses } = orStop(() =>
  planScaledServices({ replicas: 1 }, { env: process.env, dataFolder }),
);

await prepare(plans, dataFolder, options.reset);
await run({
  plans,
  addresses,
  toProcess,
  banner: async () => {
    const warnings = await warningsFor(addresses, process.env);
    return readyBanner({ addresses, dataFolder, warnings });
  },
});

function toProcess(plan: ServicePlan): ProcessPlan {
  const service = serviceProcess(plan, process.env);
  if (plan.name === "client") return { ...service, arguments: [local("dev-client.mjs")] };
  return {
    ...service,
    arguments: [local("reload.mjs"), ...service.arguments],
    isWrapper: true,
  };
}

function local(file: string): string {
  return join(root, "infra", "local", file);
}
