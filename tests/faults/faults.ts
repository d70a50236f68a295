// Faults that are armed by the schedule and strike once, at the next thing of their kind. They stand at the ports the real
// code is given as arguments anyway: the bus as publishers see it, the transport as the bus sees it, the database.

import type { Database } from "@blog/common/database/database";
import type { EventBus } from "@blog/common/messaging/event-bus";
import type { Transport } from "../../event-bus/src/delivery/transport.ts";

export type NetworkFault = "lose request" | "lose answer" | "repeat request" | "delay answer";
export type DatabaseFault = "before commit" | "after commit";

export interface Faults {
  arm(fault: NetworkFault | DatabaseFault): void;
  disarm(): void;
  /** How often each has struck: a run that met no fault has shown nothing. */
  struck: Map<string, number>;
  wrapBus(bus: EventBus): EventBus;
  wrapTransport(transport: Transport): Transport;
  wrapDatabase(db: Database): Database;
}

export function createFaults(): Faults {
  const armed = new Set<string>();
  const struck = new Map<string, number>();

  function strikes(fault: NetworkFault | DatabaseFault): boolean {
    if (!armed.delete(fault)) return false;
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
    return true;
  }

  async function exchange<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    if (strikes("lose request")) throw outage("the request was lost");
    if (strikes("repeat request")) await send();
    const answer = await send();
    if (strikes("lose answer")) throw outage("the answer was lost");
    if (strikes("delay answer")) await new Promise((resolve) => setTimeout(resolve, 15));
    return answer;
  }

  return {
    arm: (fault) => void armed.add(fault),
    disarm: () => armed.clear(),
    struck,

    wrapBus: (bus) => ({ ...bus, publish: (events) => exchange(() => bus.publish(events)) }),

    wrapTransport: (transport) => ({
      ...transport,
      deliver: (request) =>
        exchange(() => transport.deliver(request)).catch((error: Error) => ({ error })),
    }),

    wrapDatabase: (db) => ({
      ...db,
      async transaction(work) {
        const result = await db.transaction(async (tx) => {
          const done = await work(tx);
          if (strikes("before commit")) throw new Error("the process died before the commit");
          return done;
        });
        if (strikes("after commit")) throw new Error("the process died after the commit");
        return result;
      },
    }),
  };
}

function outage(message: string): Error {
  return Object.assign(new Error(message), { code: "ETIMEDOUT" });
}
