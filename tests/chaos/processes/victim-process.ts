// One process of the blog under test: it can be killed, frozen, asked to stop, and comes back by itself when it dies.

import { createWriteStream } from "node:fs";
import { pause } from "@blog/common/base/backoff";
import {
  type Ending,
  type RunningProcess,
  startProcess,
} from "../../../infra/local/child-process.ts";
import { isUp } from "../../../infra/local/readiness.ts";
import { serviceProcess } from "../../../infra/local/service-process.ts";
import type { Comeback, Victim, VictimOptions } from "./victim.ts";

const STOPS_WITHIN_MS = 10_000;

export async function startVictim(options: VictimOptions): Promise<Victim> {
  const { plan, entrance, onMisbehaviour } = options;
  const out = createWriteStream(options.logFile, { flags: "a" });
  let running: RunningProcess;
  let goodbye = Promise.resolve();
  let env = options.env ?? {};
  let state: "up" | "down" | "frozen" = "down";
  let hasHitFailpoint = false;
  // The process that was ended on purpose.
  let doomed: RunningProcess | undefined;
  let isStopped = false;
  let turn: Promise<void> = Promise.resolve();

  // Who is killed while it is frozen is killed afterwards.
  function takeTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(work);
    return turn;
  }

  async function start(): Promise<void> {
    const startedAt = Date.now();
    const launched = startProcess(
      serviceProcess({ ...plan, env: { ...plan.env, ...env } }, process.env),
      (line) => out.write(`${line}\n`),
    );
    running = launched;
    let isGone = false;
    const gone = launched.ended.then((ending) => {
      isGone = true;
      return end(launched, ending);
    });
    goodbye = gone;
    while (!isGone && !(await isUp(`${plan.url}/healthz`))) await pause(25);
    if (isGone) return gone;
    state = "up";
    await entrance?.open();
    void reportReady(startedAt, () => isGone);
  }

  async function reportReady(startedAt: number, isGone: () => boolean): Promise<void> {
    while (!isGone() && !(await isUp(`${plan.url}/readyz`))) await pause(25);
    if (!isGone()) options.onReady(Date.now() - startedAt);
  }

  // At a failpoint a process kills itself. Any other end that was not on purpose is a crash.
  async function end(launched: RunningProcess, { code, signal }: Ending): Promise<void> {
    state = "down";
    await entrance?.close();
    if (launched === doomed) return;
    if (env.FAILPOINT !== undefined && wasKilled({ code, signal })) noteFailpoint(env.FAILPOINT);
    else onMisbehaviour(`${plan.name} ended by itself (${signal ?? code})`);
    env = {};
    await pause(300);
    if (!isStopped) await start();
  }

  function noteFailpoint(point: string): void {
    hasHitFailpoint = true;
    options.onFailpoint(point);
  }

  async function die(how: "SIGKILL" | "SIGTERM"): Promise<void> {
    doomed = running;
    if (how === "SIGKILL") {
      running.kill("SIGKILL");
      return goodbye;
    }
    const { code, signal } = await running.stop(STOPS_WITHIN_MS);
    await goodbye;
    if (env.FAILPOINT !== undefined && wasKilled({ code, signal })) noteFailpoint(env.FAILPOINT);
    else if (code !== 0) onMisbehaviour(`${plan.name} did not stop in order (${signal ?? code})`);
  }

  async function killAndStart(how: "SIGKILL" | "SIGTERM", comeback: Comeback): Promise<void> {
    while (state === "down") await pause(25);
    await die(how);
    await comeback.meanwhile?.();
    await pause(comeback.afterMs ?? 0);
    env = comeback.env ?? {};
    hasHitFailpoint = false;
    await start();
  }

  async function freeze(ms: number): Promise<void> {
    state = "frozen";
    running.kill("SIGSTOP");
    await pause(ms);
    running.kill("SIGCONT");
    if (state === "frozen") state = "up";
  }

  await start();

  return {
    name: plan.name,
    url: plan.url,
    pid: () => running.pid,
    state: () => state,
    isArmed: () => Object.keys(env).length > 0,
    hasHitFailpoint: () => hasHitFailpoint,

    kill: (how, comeback = {}) => takeTurn(() => killAndStart(how, comeback)),
    freeze: (ms) => takeTurn(() => freeze(ms)),

    async stop() {
      isStopped = true;
      doomed = running;
      running.kill("SIGKILL");
      await goodbye;
    },
  };
}

// Windows knows no signals: there, who is killed ends with 1.
function wasKilled({ code, signal }: Ending): boolean {
  return signal === "SIGKILL" || (process.platform === "win32" && code === 1);
}
