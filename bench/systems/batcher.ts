// Several events in one request: what is published in the same turn goes together, and what comes while all lanes are busy
// waits for the next free one. So a lone event does not wait, and under load requests become few and large.

import type { BenchEvent } from "../event.ts";
import type { Publisher } from "./system.ts";

interface BatcherOptions {
  /** Events in one request, at most. */
  largest: number;
  /** Requests in flight, at most. */
  lanes: number;
}

interface Waiting {
  event: BenchEvent;
  resolve(): void;
  reject(error: unknown): void;
}

export function createBatcher(
  send: (events: BenchEvent[]) => Promise<unknown>,
  { largest, lanes }: BatcherOptions,
): Publisher {
  let waiting: Waiting[] = [];
  let busy = 0;

  async function sendNext(): Promise<void> {
    while (waiting.length > 0 && busy < lanes) {
      const batch = waiting.slice(0, largest);
      waiting = waiting.slice(largest);
      busy += 1;
      void settle(batch);
    }
  }

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      await send(batch.map(({ event }) => event));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    busy -= 1;
    setImmediate(sendNext);
  }

  return {
    publish: (event) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(sendNext);
        waiting.push({ event, resolve, reject });
      }),
  };
}
