// `npm start`: the whole blog on this machine. Builds the client if needed, starts every process, waits until all can do
// their work, says where everything is, and starts again what crashes, until Ctrl-C.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { readyBanner, startHelp } from "./banner.ts";
import { buildClient, isBuildFresh } from "./client-build.ts";
import { formatLine } from "./log-lines.ts";
import { orStop, readOptions, wholeNumber } from "./options.ts";
import { checkPorts } from "./port-check.ts";
import { waitUntilUp } from "./readiness.ts";
import { serviceProcess } from "./service-process.ts";
import { planServices, root } from "./services.ts";
import { claimFolder } from "./single-instance.ts";
import { onStopSignals } from "./stop-signals.ts";
import { type Supervised, supervise } from "./supervisor.ts";
import { paint } from "./terminal.ts";

const startedAt = Date.now() - performance.now();
const options = readOptions(startHelp, {
  reset: { type: "boolean" },
  comments: { type: "string", default: "1" },
});
const dataFolder = process.env.DATA_FOLDER ?? join(root, ".data");
const plans = orStop(() =>
  planServices({
    env: process.env,
    dataFolder,
    comments: wholeNumber("--comments", options.comments, 1, 20),
  }),
);
const clientUrl = plans.find(({ name }) => name === "client")?.url ?? "";

const claim = await claimFolder(dataFolder, `${clientUrl} (process ${process.pid})`);
if ("heldBy" in claim) {
  giveUp(`The blog runs already: ${claim.heldBy}.`, "Stop that one first (Ctrl-C in its window).");
}
const blocked = await checkPorts(plans);
if (blocked.length > 0) giveUp(...blocked);
if (options.reset) rmSync(dataFolder, { recursive: true, force: true });

if (!isBuildFresh()) {
  console.log("Building the client …");
  if (!(await buildClient())) giveUp("The client cannot be built; Vite says above why.");
}

const processes: Supervised[] = [];
const giveUpWaiting = new AbortController();
onStopSignals({ stop, kill });

for (const plan of plans) {
  processes.push(
    supervise(serviceProcess(plan, process.env), {
      onLine: (name, line) => console.log(formatLine(name, line, paint)),
      onEnd(name, { code, signal }, restartInMs) {
        const how = signal ? `was killed (${signal})` : `ended with code ${code}`;
        const next =
          restartInMs === undefined
            ? "It is not started again: its settings must be put right first."
            : `It starts again in ${restartInMs / 1000} s.`;
        console.log(formatLine(name, paint("yellow", `${name} ${how}. ${next}`), paint));
        if (restartInMs === undefined && !giveUpWaiting.signal.aborted) stop(1);
      },
    }),
  );
}

const probes = plans.map(({ name, url }) => ({ name, url: `${url}/readyz` }));
const isReady = await waitUntilUp(probes, giveUpWaiting.signal, (names) =>
  console.log(paint("yellow", `Still waiting for ${names.join(", ")} …`)),
);
if (isReady) {
  giveUpWaiting.abort();
  console.log(readyBanner(plans, dataFolder, Date.now() - startedAt, paint));
}

function stop(exitCode = 0): void {
  giveUpWaiting.abort();
  console.log(paint("gray", "\nStopping … (Ctrl-C again does not wait)"));
  void Promise.all(processes.map((running) => running.stop())).then(() => process.exit(exitCode));
}

function kill(): void {
  for (const running of processes) running.kill("SIGKILL");
  process.exit(1);
}

function giveUp(...lines: string[]): never {
  for (const line of lines) console.error(paint("red", line));
  process.exit(1);
}
