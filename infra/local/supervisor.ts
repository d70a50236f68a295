// Keeps one process running: whatever ends it, it is started again, after a pause that grows while it keeps failing. Unless
// it was asked to end.

import {
  type Ending,
  type ProcessPlan,
  type RunningProcess,
  startProcess,
} from "./child-process.ts";

/** A process that ends with this code (EX_CONFIG) was set up wrongly; starting it again would not help. */
const WRONG_SETTINGS = 78;

/** A process that ran at least this long was well, so the next failure starts with a short pause again. */
const WELL_AFTER_MS = 10_000;

export interface SupervisorOptions {
  onStart?: (name: string, pid: number | undefined) => void;
  onLine: (name: string, line: string) => void;
  /** `restartInMs` is missing when it will not be started again. */
  onEnd: (name: string, ending: Ending, restartInMs: number | undefined) => void;
  firstPauseMs?: number;
  maxPauseMs?: number;
}

export interface Supervised {
  name: string;
  pid: () => number | undefined;
  /** Asks it to end. It stays ended until it is started. */
  stop: (deadlineMs?: number) => Promise<void>;
  /** Kills it at once, without a chance to finish its work. It stays ended until it is started. */
  halt: () => Promise<void>;
  /** Nothing happens while it runs. */
  start: () => void;
  /** As an accident would: it is started again. */
  kill: (signal: NodeJS.Signals) => void;
}

export function supervise(plan: ProcessPlan, options: SupervisorOptions): Supervised {
  const { onStart, onLine, onEnd, firstPauseMs = 250, maxPauseMs = 10_000 } = options;
  let stopping = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let running = launch();

  function launch(): RunningProcess {
    const startedAt = Date.now();
    const started = startProcess(plan, (line) => onLine(plan.name, line));
    isRunning = true;
    onStart?.(plan.name, started.pid);
    void started.ended.then((ending) => {
      isRunning = false;
      if (!stopping) recover(ending, Date.now() - startedAt);
    });
    return started;
  }

  function recover(ending: Ending, livedMs: number): void {
    if (ending.code === WRONG_SETTINGS) return onEnd(plan.name, ending, undefined);
    failures = livedMs > WELL_AFTER_MS ? 1 : failures + 1;
    const pauseMs = Math.min(maxPauseMs, firstPauseMs * 2 ** (failures - 1));
    onEnd(plan.name, ending, pauseMs);
    timer = setTimeout(() => {
      running = launch();
    }, pauseMs);
  }

  return {
    name: plan.name,
    pid: () => running.pid,
    kill: (signal) => running.kill(signal),
    async stop(deadlineMs) {
      stopping = true;
      clearTimeout(timer);
      await running.stop(deadlineMs);
    },
    async halt() {
      stopping = true;
      clearTimeout(timer);
      running.kill("SIGKILL");
      await running.ended;
    },
    start() {
      if (isRunning) return;
      stopping = false;
      failures = 0;
      clearTimeout(timer);
      running = launch();
    },
  };
}
