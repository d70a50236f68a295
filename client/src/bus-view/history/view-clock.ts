// When is each record shown? A local delivery takes 2 ms, which no eye can follow. The clock slows it down, and what follows
// from it waits: an event is drawn in flight before it is in the log, its deliveries leave after that, an answer comes
// after its delivery, an effect after its cause. Deliveries overlap, so that a busy bus does not leave the view behind.
// Knows no screen and no real time: the caller passes the time.

import type { DeliveryEnded, DeliveryStarted, LabRecord } from "@blog/event-bus/lab/records";

/** How long a dot is in flight, at least, at speed 1. */
export const FLIGHT_MS = 400;
// Waiting for a cause or an earlier try never takes the view further behind than this, at speed 1. What must be true
// (no answer before its delivery) holds at any load; what is only nicer to see does not.
const MAX_WAIT_MS = 2000;
const REMEMBERED = 1000;

export interface Showing {
  /** When its dot leaves: before `showAt` for an event, which is in the log on arrival; the same for all others. */
  launchAt: number;
  /** When the picture takes it in. */
  showAt: number;
}

export interface ViewClock {
  /** To be called in the order of the records. Times are in ms, of the same clock as `now`. */
  schedule(record: LabRecord, now: number): Showing;
  /** 0.25 to 4: how fast the dots fly. */
  setSpeed(speed: number): void;
  flightMs(): number;
}

export function createViewClock(): ViewClock {
  let speed = 1;
  let lastEvent = 0;
  let lastOther = 0;
  const lanes = new Map<string, { start: number; settled: number; retry: number }>();
  const inLog = createMemory<number>();
  const ids = createMemory<string>();
  // When each subscriber received each event: the events that it causes are shown later.
  const received = createMemory<number>();
  const leftAt = createMemory<number>();

  const flightMs = () => FLIGHT_MS / speed;

  function lane(subscriber: string) {
    let found = lanes.get(subscriber);
    if (!found) lanes.set(subscriber, (found = { start: 0, settled: 0, retry: 0 }));
    return found;
  }

  function event(
    { event: published }: Extract<LabRecord, { kind: "event" }>,
    now: number,
  ): Showing {
    const cause = received.get(`${published.causationid}>${published.source}`) ?? 0;
    const launchAt = Math.max(now, lastEvent, Math.min(cause, now + MAX_WAIT_MS / speed));
    lastEvent = launchAt;
    const showAt = launchAt + flightMs();
    inLog.set(String(published.position), showAt);
    ids.set(String(published.position), published.id);
    return { launchAt, showAt };
  }

  function started({ subscriber, positions, delivery }: DeliveryStarted, now: number): Showing {
    const its = lane(subscriber);
    const retry = Math.min(its.retry, now + MAX_WAIT_MS / speed);
    const known = Math.max(0, ...positions.map((position) => inLog.get(String(position)) ?? 0));
    const showAt = Math.max(now, its.start, retry, known);
    its.start = showAt;
    leftAt.set(String(delivery), showAt);
    for (const position of positions) {
      const id = ids.get(String(position));
      if (id) received.set(`${id}>${subscriber}`, showAt + flightMs());
    }
    return { launchAt: showAt, showAt };
  }

  function ended({ subscriber, delivery, outcome }: DeliveryEnded, now: number): Showing {
    const its = lane(subscriber);
    const left = leftAt.get(String(delivery));
    const showAt = Math.max(now, its.settled, left === undefined ? 0 : left + flightMs());
    its.settled = showAt;
    // What failed is tried again after that, and not while its dot still flies.
    if (outcome !== "done") its.retry = showAt;
    return { launchAt: showAt, showAt };
  }

  return {
    flightMs,
    setSpeed(to) {
      speed = to;
    },
    schedule(record, now) {
      if (record.kind === "event") return event(record, now);
      if (record.kind === "delivery")
        return record.phase === "started" ? started(record, now) : ended(record, now);
      if (record.kind === "subscriber" || record.kind === "subscriber-removed") {
        // Its state follows from its answers: the cursor moves after the tick, never before it.
        const its = lane(record.name);
        its.settled = Math.max(now, its.settled);
        return { launchAt: its.settled, showAt: its.settled };
      }
      lastOther = Math.max(now, lastOther);
      return { launchAt: lastOther, showAt: lastOther };
    },
  };
}

/** Remembers the last thousand entries. */
function createMemory<T>() {
  const known = new Map<string, T>();
  return {
    get: (key: string) => known.get(key),
    set(key: string, value: T) {
      known.set(key, value);
      const [oldest] = known.keys();
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    },
  };
}
