// `npm run dev`: a system, the blog unless another one is named, while you work on it. nodemon starts a service again when it or common changes; Vite shows a
// change of the client at once. Everything is where `npm start` has it, the blog at http://localhost:3000.

import { join } from "node:path";
import { chosenSystem } from "./chosen-system.ts";
import { buildClientIfStale } from "./client-build.ts";
import { devHelp, readyBanner } from "./banner.ts";
import type { ProcessPlan } from "./child-process.ts";
import { orStop, readOptions } from "./options.ts";
import { prepare, run } from "./runner.ts";
import { serviceProcess } from "./service-process.ts";
import { dataFolderFrom, root, type ServicePlan } from "./services.ts";
import { planScaledServices } from "./scaled-services.ts";
import { warningsFor } from "./warnings.ts";

const system = await chosenSystem();
const options = readOptions(devHelp(system), { reset: { type: "boolean", default: false } });
const dataFolder = dataFolderFrom(system, process.env);
const { plans, addresses } = orStop(() =>
  planScaledServices(system, { replicas: 1 }, { env: process.env, dataFolder }),
);

const firstStart = await prepare({ system, plans }, dataFolder, options.reset);
if (plans.some((plan) => plan.name === "client" && !isMadeByVite(plan))) await buildClientIfStale();
await run({
  system,
  plans,
  addresses,
  toProcess,
  firstStart,
  banner: async () => {
    const warnings = await warningsFor(system, addresses, process.env);
    return readyBanner({ system, addresses, dataFolder, warnings });
  },
});

/** Vite makes the page of the blog; the gateway of another system serves what was built. */
function isMadeByVite({ folder }: ServicePlan): boolean {
  return folder === join(root, "client");
}

function toProcess(plan: ServicePlan): ProcessPlan {
  const service = serviceProcess(plan, process.env);
  if (isMadeByVite(plan)) return { ...service, arguments: [local("dev-client.mjs")] };
  return {
    ...service,
    arguments: [local("reload.mjs"), ...service.arguments],
    isWrapper: true,
  };
}

function local(file: string): string {
  return join(root, "infra", "local", file);
}
