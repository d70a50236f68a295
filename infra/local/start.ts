// `npm start`: the whole blog on this machine, as it would run anywhere: the client built, the services as they are.

import { readyBanner, startHelp } from "./banner.ts";
import { buildClient, isBuildFresh } from "./client-build.ts";
import { orStop, readOptions, wholeNumber } from "./options.ts";
import { giveUp, prepare, run } from "./runner.ts";
import { serviceProcess } from "./service-process.ts";
import { planScaledServices } from "./scaled-services.ts";
import { dataFolderFrom } from "./services.ts";
import { warningsFor } from "./warnings.ts";

const options = readOptions(startHelp, {
  reset: { type: "boolean", default: false },
  comments: { type: "string" },
  nats: { type: "string" },
  postgres: { type: "string" },
  replicas: { type: "string", default: "1" },
});
const dataFolder = dataFolderFrom(process.env);
const { plans, addresses } = orStop(() => {
  const { nats, postgres, comments } = options;
  const replicas = wholeNumber("--replicas", options.replicas, 1, 20);
  const ownCount = comments && { comments: wholeNumber("--comments", comments, 1, 20) };
  return planScaledServices(
    { nats, postgres, replicas },
    { env: process.env, dataFolder, ...(ownCount && { replicas: ownCount }) },
  );
});

await prepare(plans, dataFolder, options.reset);
if (plans.some(({ name }) => name === "client") && !isBuildFresh()) {
  console.log("Building the client …");
  if (!(await buildClient()))
    giveUp("The client cannot be built; Vite's message above is the reason.");
}
await run({
  plans,
  addresses,
  toProcess: (plan) => serviceProcess(plan, process.env),
  banner: async () => {
    const warnings = await warningsFor(addresses, process.env, options.nats);
    return readyBanner({ addresses, dataFolder, warnings });
  },
});
