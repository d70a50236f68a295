// What a service does first when it starts: read what it missed, from its own checkpoint to the end of the log. The bus
// may be away; then it keeps trying in the background, and the service is not ready until it has caught up.

import { backoffMs } from "../base/backoff.ts";
import { type Delivery, following, type Outcome } from "../wire/delivery.ts";
import type { EventBus } from "./event-bus.ts";
import type { CheckpointedInbox } from "./inbox.ts";
import type { Logger } from "../base/logger.ts";
import { type Platform, systemPlatform } from "../base/platform.ts";
import { Problem } from "../base/problem.ts";
import { reasonOf } from "../base/reason.ts";

interface CatchUpOptions {
  bus: EventBus;
  inbox: CheckpointedInbox;
  log: Logger;
  platform?: Platform;
}

export interface CatchUp {
  isDone(): boolean;
  stop(): Promise<void>;
}

/** Starts catching up in the background. The bus may deliver meanwhile: the inbox handles each event once, from either side. */
export function startCatchUp({
  bus,
  inbox,
  log,
  platform: { clock, random } = systemPlatform,
}: CatchUpOptions): CatchUp {
  const stopping = new AbortController();
  let done = false;

  async function run(): Promise<void> {
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        await readToTheEnd();
        done = true;
        await askForSkipped();
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        // Where all start together, the bus is a moment later than the first try.
        const level = attempt < 4 ? "debug" : "warn";
        log[level]({ reason: reasonOf(error), attempt }, "cannot catch up yet");
        const pauseMs = backoffMs(attempt, { firstMs: 100, maxMs: 3000 }, random);
        await clock.pause(pauseMs, stopping.signal);
      }
    }
  }

  // New events arrive while we read, so the end is where nothing more is found. A course bus always sends everything.
  async function readToTheEnd(): Promise<void> {
    let total = 0;
    for (let found = -1; found !== 0; total += found) {
      found = 0;
      for await (const delivery of bus.read(await inbox.checkpoint(), stopping.signal)) {
        const outcome = await take(delivery);
        if (outcome === "poison") return;
        if (delivery.log !== undefined) found += delivery.events.length;
        // The bus has delivered meanwhile: we are elsewhere, and read on from there.
        if (outcome !== "done") break;
      }
    }
    log.info({ events: total }, "caught up with the event bus");
  }

  async function take(delivery: Delivery): Promise<Outcome | "poison"> {
    try {
      return await inbox.receive(delivery);
    } catch (error) {
      if (isTransient(error)) throw error;
      return takeOneByOne(delivery);
    }
  }

  // One of the events cannot be handled. Those before it take effect; the event itself is left to our bus, which
  // delivers it again and parks it if need be. A course bus does no such thing: there we go on without it.
  async function takeOneByOne({ events, ...rest }: Delivery): Promise<Outcome | "poison"> {
    let where = {};
    for (const event of events) {
      try {
        const outcome = await inbox.receive({ ...rest, ...where, events: [event] });
        if (outcome !== "done") return outcome;
        where = following(event);
      } catch (error) {
        if (isTransient(error)) throw error;
        log.error(
          { reason: reasonOf(error), type: event.type, id: event.id, position: event.position },
          "cannot handle this event",
        );
        if (rest.log !== undefined) return "poison";
      }
    }
    return "done";
  }

  // The database may be a restored backup, older than the redrive of an event that was parked for this service. One that was
  // discarded for it is not in what our bus gives to it.
  async function askForSkipped(): Promise<void> {
    const { skippedPositions, checksum: _, ...checkpoint } = await inbox.checkpoint();
    for (const position of skippedPositions) {
      const place = { ...checkpoint, position: position - 1 };
      for await (const { events, ...found } of bus.read(place, stopping.signal)) {
        const [event] = events;
        if (found.log !== checkpoint.log) return;
        if (event?.position !== position) break;
        const redelivery: Delivery = { ...found, events: [event], redelivery: true };
        await inbox.receive(redelivery).catch(rethrowTransient);
        break;
      }
    }
  }

  const running = run();

  return {
    isDone: () => done,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

// Still parked, and still for a reason.
function rethrowTransient(error: unknown): void {
  if (isTransient(error)) throw error;
}

// A full disk or an absent database is not the event's fault.
function isTransient(error: unknown): boolean {
  return error instanceof Problem && error.status > 500;
}
