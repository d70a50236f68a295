// The parked events of one consumer (its dead letters): which events to skip, and which an operator wants redriven. Several
// replicas may share them (query: each has a view of its own). Then each redrives, and a replica that finds one gone knows
// that another could handle it.

import type { ReceivedEvent } from "../wire/cloud-events.ts";
import { createWakeUp } from "../base/wake-up.ts";
import type { Logger } from "../base/logger.ts";
import type { ParkedEvent, ParkedEvents } from "./parked-events.ts";
import type { Tried } from "./retry-policy.ts";
import { reasonOf } from "../base/reason.ts";

interface DeadLettersOptions {
  parked: ParkedEvents;
  log: Logger;
  /** Tries an event of the log that comes late. */
  redeliver(log: string, position: number): Promise<Tried>;
  signal: AbortSignal;
}

export interface DeadLetters {
  /** Whether this event is parked, so that it is skipped. */
  contains(log: string | undefined, position: number | undefined): boolean;
  park(log: string, event: ReceivedEvent, failure: Exclude<Tried, "done">): Promise<void>;
}

/** Loads the parked events, and redrives in the background until `signal` aborts. */
export async function createDeadLetters({
  parked,
  log,
  redeliver,
  signal,
}: DeadLettersOptions): Promise<DeadLetters> {
  const wakeUp = createWakeUp();
  await parked.watch(wakeUp.notify, signal);
  const held = byPosition(await parked.all());

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        const wanted = [...held.values()].filter(({ state }) => state === "redrive");
        for (const event of wanted) await redrive(event);
        await wakeUp.wait(60_000, signal);
        if (!signal.aborted) await lookAgain();
      } catch (error) {
        if (!signal.aborted) log.debug({ reason: reasonOf(error) }, "cannot look at parked events");
        await wakeUp.wait(3000, signal);
      }
    }
  }

  async function lookAgain(): Promise<void> {
    // What is parked while we ask is not missing in the answer: it came too late for that.
    const before = [...held.values()];
    const now = byPosition(await parked.all());
    for (const [position, event] of now) held.set(position, event);
    for (const event of before) {
      if (now.has(event.position)) continue;
      held.delete(event.position);
      // Another replica could handle it, so it may be that we can, too.
      await redeliver(event.log, event.position);
    }
  }

  async function redrive(event: ParkedEvent): Promise<void> {
    const tried = await redeliver(event.log, event.position);
    // It is held until the bus has it as parked again, or as gone: in between it would be read like any other event.
    if (tried === "done") {
      await parked.remove(event.position);
      held.delete(event.position);
      return;
    }
    const attempts = event.attempts + tried.attempts;
    await put({ ...event, attempts, reason: tried.reason, state: "parked" });
  }

  async function put(event: ParkedEvent): Promise<void> {
    await parked.put(event);
    held.set(event.position, event);
  }

  void run();

  return {
    contains: (id, position) => position !== undefined && held.get(position)?.log === id,
    async park(id, { position = 0, type }, { reason, attempts }) {
      log.error({ reason, type, position }, "parked an event that cannot be handled");
      const time = new Date().toISOString();
      await put({ log: id, position, reason, attempts, time, state: "parked" });
    },
  };
}

function byPosition(events: ParkedEvent[]): Map<number, ParkedEvent> {
  return new Map(events.map((event) => [event.position, event]));
}
