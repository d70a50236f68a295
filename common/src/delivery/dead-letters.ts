// The parked events of one consumer (its dead letters): which events to skip, and which an operator wants redriven. Several
// replicas may share them (query: each has a view of its own). Then each redrives, and a replica that finds one gone knows
// that another could handle it.

import type { Checkpoint } from "../messaging/checkpoint.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import { type Clock, systemClock } from "../base/clock.ts";
import { createWakeUp } from "../base/wake-up.ts";
import type { Logger } from "../base/logger.ts";
import type { LogParkedEvent, ParkedEvents } from "./parked-events.ts";
import { reasonOf } from "../base/reason.ts";

/** It took effect, or the reason why not and the number of failed attempts. */
export type Redriven = "done" | Failure;

type Failure = { reason: string; attempts: number };

interface DeadLettersOptions {
  parked: ParkedEvents;
  log: Logger;
  /** Of the consumer, if it has one. */
  checkpoint?: Checkpoint;
  /** Tries an event of the log that comes late, once. Undefined when the log has none there. Rejects on an outage. */
  redeliver(log: string, position: number): Promise<Redriven | undefined>;
  signal: AbortSignal;
  clock?: Clock;
}

export interface DeadLetters {
  /** Whether this event is parked, so that it is skipped. */
  contains(log: string | undefined, position: number | undefined): boolean;
  park(log: string, event: ReceivedEvent, failure: Failure): Promise<void>;
}

const NOT_THERE: Failure = { reason: "The log has no event at this position.", attempts: 0 };

/** Loads the parked events, and redrives in the background until `signal` aborts. */
export async function createDeadLetters({
  parked,
  log,
  checkpoint,
  redeliver,
  signal,
  clock = systemClock,
}: DeadLettersOptions): Promise<DeadLetters> {
  const wakeUp = createWakeUp(clock);
  await parked.watch(wakeUp.notify, signal);
  const held = byPosition(await parked.all());
  // Parked once, and not any more: another replica could handle them, so it may be that we can, too. Or we could already, and
  // then our database was restored from a backup.
  const gone = byPosition(skipped(checkpoint, clock).filter((event) => !isHeld(event)));

  function isHeld({ log: id, position }: Pick<LogParkedEvent, "log" | "position">): boolean {
    return held.get(position)?.log === id;
  }

  async function run(): Promise<void> {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      try {
        if (!isFirst) await lookAgain();
        for (const event of gone.values()) await takeGone(event);
        const wanted = [...held.values()].filter(({ state }) => state === "redrive");
        for (const event of wanted) await redrive(event);
        await wakeUp.wait(60_000, signal);
      } catch (error) {
        // Not the event's fault. Before the next try, an operator may have decided otherwise.
        if (!signal.aborted) log.debug({ reason: reasonOf(error) }, "cannot redrive yet");
        await wakeUp.wait(3000, signal);
      }
    }
  }

  async function lookAgain(): Promise<void> {
    // What is parked while we ask is not missing in the answer: it came too late for that.
    const before = [...held.values()];
    const now = byPosition(await parked.all());
    for (const [position, event] of now) {
      held.set(position, event);
      gone.delete(position);
    }
    for (const event of before) {
      if (now.has(event.position)) continue;
      held.delete(event.position);
      gone.set(event.position, event);
    }
  }

  async function takeGone(event: LogParkedEvent): Promise<void> {
    const tried = await redeliver(event.log, event.position);
    if (tried !== undefined && tried !== "done") await parkAgain(event, tried);
    gone.delete(event.position);
  }

  async function redrive(event: LogParkedEvent): Promise<void> {
    const tried = await redeliver(event.log, event.position);
    // It is held until the bus has it as parked again, or as gone: in between it would be read like any other event.
    if (tried !== "done") return parkAgain(event, tried ?? NOT_THERE);
    await parked.remove(event.position);
    held.delete(event.position);
  }

  async function parkAgain(event: LogParkedEvent, { reason, attempts }: Failure): Promise<void> {
    await put({ ...event, attempts: event.attempts + attempts, reason, state: "parked" });
  }

  // A discarded one stays discarded, also if that was decided while it was tried.
  async function put(event: LogParkedEvent): Promise<void> {
    const now = await parked.update(event.position, (known) =>
      known?.state === "discarded" && known.log === event.log ? undefined : event,
    );
    if (now) held.set(now.position, now);
  }

  void run();

  return {
    contains: (id = "", position = 0) => isHeld({ log: id, position }),
    async park(id, { position = 0, type }, { reason, attempts }) {
      log.error({ reason, type, position }, "parked an event that cannot be handled");
      const time = new Date(clock.now()).toISOString();
      await put({ log: id, position, reason, attempts, time, state: "parked" });
    },
  };
}

function byPosition(events: LogParkedEvent[]): Map<number, LogParkedEvent> {
  return new Map(events.map((event) => [event.position, event]));
}

function skipped(checkpoint: Partial<Checkpoint> = {}, clock: Clock): LogParkedEvent[] {
  const { log = "", skippedPositions = [] } = checkpoint;
  const time = new Date(clock.now()).toISOString();
  const about = { log, reason: "", attempts: 0, time, state: "parked" as const };
  return skippedPositions.map((position) => ({ ...about, position }));
}
