// One service of a test's blog: a real process that is started, killed and started again by the test itself.

import { type RunningProcess, startProcess } from "../../infra/local/child-process.ts";
import { waitUntilUp } from "../../infra/local/readiness.ts";
import { serviceProcess } from "../../infra/local/service-process.ts";
import type { ServicePlan } from "../../infra/local/services.ts";

const START_MS = 90_000;

/** Settings of the developer's own shell that a test must not depend on. */
const UNWANTED = { EVENT_BUS_SECRET: undefined, LOG_LEVEL: undefined, NODE_ENV: undefined };

export interface TestService {
  lines: string[];
  pid: () => number | undefined;
  start: (until: "ready" | "alive") => Promise<void>;
  kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
}

export function createTestService(plan: ServicePlan, onLine: (line: string) => void): TestService {
  const lines: string[] = [];
  let running: RunningProcess | undefined;

  function launch(): RunningProcess {
    return startProcess(serviceProcess(plan, { ...process.env, ...UNWANTED }), (line) => {
      lines.push(line);
      onLine(line);
    });
  }

  async function start(until: "ready" | "alive"): Promise<void> {
    const launched = launch();
    running = launched;
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), START_MS);
    void launched.ended.then(() => giveUp.abort());
    const path = until === "ready" ? "/readyz" : "/healthz";
    const isUp = await waitUntilUp([{ name: plan.name, url: plan.url + path }], giveUp.signal);
    clearTimeout(timer);
    if (!isUp) throw new Error(`${plan.name} did not start:\n${lines.slice(-20).join("\n")}`);
  }

  async function kill(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const ending = running;
    running = undefined;
    if (signal === "SIGTERM") await ending?.stop();
    else ending?.kill(signal);
    await ending?.ended;
  }

  return { lines, pid: () => running?.pid, start, kill };
}
