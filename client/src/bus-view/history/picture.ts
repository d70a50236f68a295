// What is drawn, as data: the log, each subscriber's cursor and marks, the deliveries, the services. It is made of records
// by reduce.ts and by nothing else, and it never changes: the next record makes the next picture.

import type {
  Control,
  DeliveryEnded,
  DeliveryReason,
  DeliveryStarted,
  LogRead,
  ServiceFact,
  RecordedEvent,
  SubscriberFact,
} from "@blog/event-bus/lab/records";
import { emptyLookup, type Lookup } from "./lookup.ts";

/** The result of the last delivery of one event to one subscriber. mark-words.ts has each in words. */
export type MarkKind =
  /** Not yet its turn. */
  | "ahead"
  /** Held back: waits for release or step, or for its delay to pass. */
  | "waiting"
  | "in-flight"
  | "done"
  /** Answered with success by a subscriber that does not report the effect: a service of the course, for instance. */
  | "taken"
  /** This try failed. Another one follows, unless it was made by hand. */
  | "failed"
  | "parked"
  /** Was parked, and is never delivered to it again. */
  | "discarded"
  /** Ignored: its id was known. */
  | "duplicate"
  /** No handler for this type. */
  | "ignored"
  /** The subscriber has read past it by itself. */
  | "skipped"
  /** The subscriber asked to resume further back. */
  | "sent-back"
  /** Read from the log by the service itself, while it caught up. */
  | "read"
  /** Before the cursor; the delivery was not observed. */
  | "earlier";

export interface Mark {
  kind: MarkKind;
  /** Which try this is, or was. 0 where no delivery was seen. A "done" with more than 1 is not like one with 1. */
  attempts: number;
  /** Anything but "live" was made by hand or by a fault: drawn with a square around it. */
  reason: DeliveryReason;
  /** A delivery of it took effect, whatever this one comes to. */
  tookEffect: boolean;
  /** The number of the delivery; 0 where none was seen. */
  delivery: number;
}

export interface Delivery extends Omit<DeliveryStarted, "kind" | "phase"> {
  startedAt: number;
  /** Undefined while it is in flight, or when its end was not seen. */
  ended?: DeliveryEnded & { at: number };
}

export interface SubscriberPicture {
  name: string;
  fact: SubscriberFact;
  /** By position, where a delivery was seen. Other modules use markOf. */
  marks: Lookup<Mark>;
  /** Numbers of the deliveries in flight. */
  inFlight: readonly number[];
}

export interface Picture {
  logId: string;
  /** Position of the last event; 0 when the log is empty. */
  tail: number;
  /** The lowest position whose event is known; tail + 1 when none is. */
  firstKnown: number;
  events: Lookup<RecordedEvent>;
  /** In the order in which the bus serves them. */
  subscribers: readonly SubscriberPicture[];
  services: readonly ServiceFact[];
  /** What was done in the lab, the last 200, oldest first. */
  controls: readonly (Control & { at: number; seq: number })[];
  /** Ranges of the log that services read by themselves, the last 200. */
  reads: readonly (LogRead & { at: number })[];
  deliveries: Lookup<Delivery>;
  /** Number of the last delivery seen. */
  lastDelivery: number;
  /** The bus's time of the last record, in ms since 1970. */
  at: number;
}

export function emptyPicture(log: { id: string; length: number } = { id: "", length: 0 }): Picture {
  return {
    logId: log.id,
    tail: log.length,
    firstKnown: log.length + 1,
    events: emptyLookup(),
    subscribers: [],
    services: [],
    controls: [],
    reads: [],
    deliveries: emptyLookup(),
    lastDelivery: 0,
    at: 0,
  };
}

/** The mark of an event at a subscriber, also where no delivery of it was seen. */
export function markOf({ fact, marks }: SubscriberPicture, position: number): Mark {
  const mark = marks.get(position);
  if (mark) return mark;
  if (fact.parked.includes(position)) return unseen("parked");
  if (position <= fact.cursor) return unseen("earlier");
  return unseen(fact.waiting.includes(position) ? "waiting" : "ahead");
}

const unseenMarks = new Map<MarkKind, Mark>();

/** The same object each time, so that drawing can be skipped. */
export function unseen(kind: MarkKind): Mark {
  let mark = unseenMarks.get(kind);
  if (!mark) {
    mark = { kind, attempts: 0, reason: "live", tookEffect: false, delivery: 0 };
    unseenMarks.set(kind, mark);
  }
  return mark;
}

/** How many events a subscriber has not been served yet. */
export function lagOf({ tail }: Picture, { fact }: SubscriberPicture): number {
  return Math.max(0, tail - fact.cursor);
}

/** All deliveries of an event that are remembered, in the order in which they left. */
export function deliveriesOf({ deliveries }: Picture, position: number): Delivery[] {
  const found: Delivery[] = [];
  for (const [, delivery] of deliveries.entries()) {
    if (delivery.positions.includes(position)) found.push(delivery);
  }
  return found;
}
