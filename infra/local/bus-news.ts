// Tells the bus how the processes are, so that its history has that too. The bus is one of these processes: what it cannot
// be told, it is told when it is back, and then of all of them, because it has forgotten what it knew.

import { ask } from "@blog/common/http/ask";
import type { ServiceFact } from "../../event-bus/src/lab/records.ts";

const AGAIN_AFTER_MS = 250;

export interface BusNews {
  tell(fact: ServiceFact): void;
}

/** `all` says how everything is at this moment. */
export function createBusNews(busUrl: string, all: () => ServiceFact[]): BusNews {
  // The last of each: while the bus is away, nobody sees what was in between.
  const pending = new Map<string, ServiceFact>();
  let isTelling = false;

  async function tellAll(): Promise<void> {
    isTelling = true;
    for (let [next] = pending.values(); next; [next] = pending.values()) {
      const isTaken = await post(`${busUrl}/lab/records`, { service: next });
      if (!isTaken) await pause(AGAIN_AFTER_MS);
      else if (pending.get(next.name) === next) pending.delete(next.name);
    }
    isTelling = false;
  }

  return {
    tell(fact) {
      if (!busUrl) return; // event-bus/ was deleted: a stream carries the events
      const isBack = fact.name === "event-bus" && fact.state === "up";
      for (const each of isBack ? all() : [fact]) pending.set(each.name, each);
      if (!isTelling) void tellAll();
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
