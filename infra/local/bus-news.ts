// Tells the bus how the processes are, so that its history has that too. The bus is one of these processes: what it cannot
// be told, it is told when it is back, and then of all of them, because it has forgotten what it knew.

import { request } from "node:http";
import type { ServiceFact } from "../../event-bus/src/lab/records.ts";

const AGAIN_AFTER_MS = 250;
const PATIENCE_MS = 2000;

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
      const isBack = fact.name === "event-bus" && fact.state === "up";
      for (const each of isBack ? all() : [fact]) pending.set(each.name, each);
      if (!isTelling) void tellAll();
    },
  };
}

/** Whether there was an answer. A bus that does not want to know (one of the course) is not asked again. */
function post(url: string, body: object): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json" };
    const asking = request(url, { method: "POST", agent: false, headers, timeout: PATIENCE_MS });
    asking.on("response", (answer) => {
      answer.resume();
      resolve((answer.statusCode ?? 500) < 500);
    });
    asking.on("timeout", () => asking.destroy());
    asking.on("error", () => resolve(false));
    asking.end(JSON.stringify(body));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
