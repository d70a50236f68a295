// Reports the state of the processes to the bus, for its history. The bus is one of these processes: when it is back, it
// receives the state of all of them, because it has lost what it knew.

import { ask } from "@blog/common/http/ask";
import type { ServiceFact } from "./service-board.ts";

const AGAIN_AFTER_MS = 250;

export interface BusReporter {
  report(fact: ServiceFact): void;
}

/** `all` returns the current state of every process. */
export function createBusReporter(busUrl: string, all: () => ServiceFact[]): BusReporter {
  // The last state of each: what lies between is lost while the bus is down.
  const pending = new Map<string, ServiceFact>();
  let isReporting = false;

  async function reportAll(): Promise<void> {
    isReporting = true;
    for (let [next] = pending.values(); next; [next] = pending.values()) {
      const isTaken = await post(`${busUrl}/lab/records`, { service: next });
      if (!isTaken) await pause(AGAIN_AFTER_MS);
      else if (pending.get(next.name) === next) pending.delete(next.name);
    }
    isReporting = false;
  }

  return {
    report(fact) {
      if (!busUrl) return; // event-bus/ was deleted: a stream carries the events
      const isBack = fact.name === "event-bus" && fact.state === "up";
      for (const each of isBack ? all() : [fact]) pending.set(each.name, each);
      if (!isReporting) void reportAll();
    },
  };
}

/** Whether there was an answer. A bus that takes no records (one of the course) is not asked again. */
function post(url: string, body: object): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  return ask(url, { method: "POST", headers, body: JSON.stringify(body) }).then(
    ({ status }) => status < 500,
    () => false,
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
