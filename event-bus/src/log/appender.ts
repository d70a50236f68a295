// Group commit: requests that arrive while others are being written share one transaction and one fsync. A lone request
// does not wait; under load many requests share an fsync.

import { type Clock, systemClock } from "@blog/common/base/clock";
import { Problem } from "@blog/common/base/problem";
import type { EventLog } from "./event-log.ts";
import type { NewEvent } from "./stored-event.ts";

interface Waiting {
  events: NewEvent[];
  resolve(positions: number[]): void;
  reject(error: unknown): void;
}

export interface Appender {
  /** Resolves with the events' positions once they are on disk. Rejects with a Problem; then none was appended. */
  append(events: NewEvent[]): Promise<number[]>;
}

interface AppenderOptions {
  /** How many requests may wait for the disk. Beyond, they are refused with 503: memory is not a queue. */
  capacity: number;
  onAppended(): void;
  clock?: Clock;
}

export function createAppender(
  log: EventLog,
  { capacity, onAppended, clock = systemClock }: AppenderOptions,
): Appender {
  let waiting: Waiting[] = [];

  function flush(): void {
    const group = waiting;
    waiting = [];
    try {
      const results = log.append(group.map(({ events }) => events));
      for (const [index, result] of results.entries()) {
        const request = group[index]!;
        if ("problem" in result) request.reject(result.problem);
        else request.resolve(result.positions);
      }
      onAppended();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return {
    append(events) {
      if (waiting.length >= capacity) {
        const headers = { "retry-after": "1" };
        throw new Problem(503, "Too many events are waiting to be stored: please try again.", {
          headers,
        });
      }
      return new Promise((resolve, reject) => {
        // The first one orders the write; all that are read from the sockets in the same turn join it.
        if (waiting.length === 0) clock.nextTurn(flush);
        waiting.push({ events, resolve, reject });
      });
    },
  };
}
