// One round of status requests a second, shared by all watchers, and none while there is no watcher.

import { pause } from "@blog/common/base/backoff";
import type { StatusReport } from "./status-report.ts";

const everyMs = 1000;

export interface StatusWatch {
  /** Calls `listener` with each new report, until the returned function is called. */
  watch(listener: (report: StatusReport) => void): () => void;
}

export function createStatusWatch(check: () => Promise<StatusReport>): StatusWatch {
  const listeners = new Set<(report: StatusReport) => void>();
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (listeners.size > 0) {
      const report = await check();
      for (const listener of listeners) listener(report);
      await pause(everyMs);
    }
    isRunning = false;
  }

  return {
    watch(listener) {
      listeners.add(listener);
      if (!isRunning) void run();
      return () => listeners.delete(listener);
    },
  };
}
