// Runs the processes of a system in this terminal until Ctrl-C: claims the data folder and the ports, starts everything at
// once, waits until all can do their work, shows their logs, and starts again what crashes. With the lab (LAB=0 switches it
// off), a person may stop and start single services.

import { logLevel } from "@blog/common/base/log-level";
import { describeEnd, type Ending, type ProcessPlan } from "./child-process.ts";
import { openDataFolder, removeData } from "./data-folder.ts";
import { openLab, wantsLab } from "./lab.ts";
import { type FirstStart, findFirstStart } from "./first-start.ts";
import { silentElsewhere, urlOf } from "./elsewhere.ts";
import { formatLine } from "./log-lines.ts";
import { orStop } from "./options.ts";
import { checkPorts } from "./port-check.ts";
import { waitUntilUp } from "./readiness.ts";
import type { System } from "../systems/system.ts";
import type { ServiceAddress, ServicePlan } from "./services.ts";
import { claimFolder } from "./single-instance.ts";
import { onStopSignals } from "./stop-signals.ts";
import { type Supervised, supervise } from "./supervisor.ts";
import { giveUp, paint } from "./terminal.ts";

/** Returns what is to be done at the first start. Refuses, in words, when LOG_LEVEL is none, the folder is unsuitable, another runner has it, or another program has a port. */
export async function prepare(
  { system, plans }: Pick<RunOptions, "system" | "plans">,
  dataFolder: string,
  reset: boolean,
): Promise<FirstStart | undefined> {
  const { url } = plans.find(({ name }) => name === "client") ?? plans[0] ?? {};
  if (!url)
    giveUp(`Every part of the ${system.name} is elsewhere: there is nothing to start here.`);
  orStop(() => logLevel(process.env));
  const folder = orStop(() => openDataFolder(system, dataFolder));
  const claim = await claimFolder(folder, `${url} (process ${process.pid})`).catch((error: Error) =>
    giveUp(error.message),
  );
  if ("heldBy" in claim) {
    giveUp(
      `The ${system.name} runs already: ${claim.heldBy}.`,
      "Stop that one first: Ctrl-C in its window.",
    );
  }
  if (claim.unguarded) console.log(paint("yellow", claim.unguarded));
  const blocked = await checkPorts(plans);
  if (blocked.length > 0) giveUp(...blocked);
  if (reset) orStop(() => removeData(system, folder));
  return findFirstStart(system, folder);
}

interface RunOptions {
  system: System;
  /** What is started here. */
  plans: ServicePlan[];
  /** Every part of the system, those that are not started here too. */
  addresses: ServiceAddress[];
  toProcess: (plan: ServicePlan) => ProcessPlan;
  firstStart: FirstStart | undefined;
  /** What to print once everything is ready. */
  banner: () => Promise<string>;
}

/** Never returns the terminal before every process is gone. */
export async function run({
  system,
  plans,
  addresses,
  toProcess,
  firstStart,
  banner,
}: RunOptions): Promise<void> {
  const startUp = new AbortController();
  const processes: Supervised[] = [];
  const busUrl = urlOf("event-bus", addresses);
  const lab = wantsLab(process.env)
    ? await openLab({ system, plans, busUrl, processes, onLine }).catch((error: Error) =>
        giveUp(error.message),
      )
    : undefined;
  onStopSignals({ stop, kill });
  for (const plan of plans) {
    const { env, ...service } = toProcess(plan);
    const withLab = { ...service, env: { ...env, ...lab?.envFor(plan.name) } };
    processes.push(supervise(withLab, { onStart, onLine, onEnd }));
  }

  const probes = plans.map(({ name, url }) => ({ name, url: `${url}/readyz` }));
  const isReady = await waitUntilUp(probes, startUp.signal, (names) => void onWaiting(names));
  if (isReady) await firstStart?.seed(addresses, console.log).catch(onUnseeded);
  // It may have been stopped meanwhile.
  if (isReady && !startUp.signal.aborted) {
    startUp.abort();
    console.log(await banner());
  }

  function onUnseeded(error: Error): void {
    if (startUp.signal.aborted) return;
    console.log(
      paint("yellow", `Not all of it was created (${error.message}). The next start completes it.`),
    );
  }

  async function onWaiting(names: string[]): Promise<void> {
    const silent = await silentElsewhere(addresses);
    for (const line of [`Still waiting for ${names.join(", ")} …`, ...silent])
      console.log(paint("yellow", line));
  }

  // To see what a crash does, the user needs the number.
  function onStart(name: string, pid: number | undefined): void {
    lab?.started(name, pid);
    onLine(name, paint("gray", `starts as process ${pid}`));
  }

  function onLine(name: string, line: string): void {
    console.log(formatLine(name, line, paint));
  }

  function onEnd(name: string, ending: Ending, restartInMs: number | undefined): void {
    lab?.ended(name, ending, restartInMs);
    onLine(name, paint("yellow", `${name} ${describeEnd(ending, restartInMs)}`));
    if (restartInMs === undefined && !startUp.signal.aborted) stop(1);
  }

  function stop(exitCode = 0): void {
    startUp.abort();
    console.log(paint("gray", "\nStopping … (Ctrl-C again does not wait)"));
    void Promise.all(processes.map((running) => running.stop())).then(() => process.exit(exitCode));
  }

  function kill(): void {
    for (const running of processes) running.kill("SIGKILL");
    process.exit(1);
  }
}
