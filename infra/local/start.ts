// `npm start`: the whole blog on this machine, as it would run anywhere: the client built, the services as they are.

import { readyBanner, startHelp } from "./banner.ts";
import { buildClient, isBuildFresh } from "./client-build.ts";
import { orStop, readOptions, wholeNumber } from "./options.ts";
import { giveUp, prepare, run } from "./runner.ts";
import { serviceProcess } from "./service-process.ts";
import { dataFolderFrom, planServices } from "./services.ts";

const options = readOptions(startHelp, {
  reset: { type: "boolean", default: false },
  comments: { type: "string", default: "1" },
});
const dataFolder = dataFolderFrom(process.env);
const plans = orStop(() =>
  planServices({
    env: process.env,
    dataFolder,
    comments: wholeNumber("--comments", options.comments, 1, 20),
  }),
);

await prepare(plans, dataFolder, options.reset);
if (!isBuildFresh()) {
  console.log("Building the client …");
  if (!(await buildClient())) giveUp("The client cannot be built; Vite says above why.");
}
await run({
  plans,
  toProcess: (plan) => serviceProcess(plan, process.env),
  banner: () => readyBanner(plans, dataFolder),
});
