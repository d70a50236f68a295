// From records to the picture: one pure function. It believes the records and adds nothing of its own; the view clock
// decides when each of them is shown.

import type {
  DeliveryEnded,
  DeliveryStarted,
  LabRecord,
  LogRead,
  SubscriberFact,
} from "@blog/event-bus/lab/records";
import { markAfter, markInFlight } from "./mark-after.ts";
import { emptyLookup } from "./lookup.ts";
import { plainFact } from "./plain-fact.ts";
import { type MarkKind, type Picture, type SubscriberPicture, unseen } from "./picture.ts";
import { settleMarks } from "./settle-marks.ts";

const LISTED = 200;
// More than a page can show, and little enough to stay small in memory.
const DELIVERIES_KEPT = 20_000;
const MARKS_KEPT = 50_000;

export function reduce(before: Picture, record: LabRecord): Picture {
  const picture = { ...before, at: Math.max(before.at, record.at) };
  switch (record.kind) {
    case "event": {
      const { event } = record;
      picture.tail = Math.max(before.tail, event.position);
      // A file may begin anywhere: where no event is known yet, this one is the first.
      const isFirst = before.firstKnown > before.tail;
      picture.firstKnown = isFirst ? event.position : Math.min(before.firstKnown, event.position);
      picture.events = before.events.with([event.position], event);
      return picture;
    }
    case "delivery":
      return record.phase === "started" ? start(picture, record) : end(picture, record);
    case "subscriber":
      return stand(picture, record);
    case "subscriber-removed":
      picture.subscribers = before.subscribers.filter(({ name }) => name !== record.name);
      return picture;
    case "log-read":
      return read(picture, record);
    case "control":
      picture.controls = [...before.controls.slice(1 - LISTED), record];
      return picture;
    case "service": {
      const isKnown = before.services.some(({ name }) => name === record.name);
      picture.services = isKnown
        ? before.services.map((service) => (service.name === record.name ? record : service))
        : [...before.services, record];
      return picture;
    }
  }
}

/** After a gap in the records: how the deliveries in flight ended is not known. */
export function forgetInFlight(picture: Picture): Picture {
  const subscribers = picture.subscribers.map((subscriber) => {
    const lost = subscriber.inFlight.flatMap((number) =>
      (picture.deliveries.get(number)?.positions ?? []).filter(
        (position) => subscriber.marks.get(position)?.kind === "in-flight",
      ),
    );
    return { ...subscriber, inFlight: [], marks: subscriber.marks.without(lost) };
  });
  return { ...picture, subscribers };
}

function start(picture: Picture, { kind: _, phase: __, ...started }: DeliveryStarted & At) {
  const { delivery, positions, at } = started;
  const lastDelivery = Math.max(picture.lastDelivery, delivery);
  const deliveries = picture.deliveries
    .with([delivery], { ...started, startedAt: at })
    .forgetBelow(lastDelivery - DELIVERIES_KEPT);
  const next = { ...picture, lastDelivery, deliveries };
  return withSubscriber(next, started.subscriber, (subscriber) => {
    let { marks } = subscriber;
    for (const position of positions) {
      marks = marks.with([position], markInFlight(marks.get(position), started));
    }
    marks = marks.forgetBelow(picture.tail - MARKS_KEPT);
    return { ...subscriber, marks, inFlight: [...subscriber.inFlight, delivery] };
  });
}

function end(picture: Picture, ended: DeliveryEnded & At): Picture {
  const begun = picture.deliveries.get(ended.delivery);
  // Its start was before we watched: then its end has no dot to stop.
  const delivery = { ...(begun ?? { ...ended, startedAt: ended.at - ended.ms }), ended };
  const next = { ...picture, deliveries: picture.deliveries.with([ended.delivery], delivery) };
  return withSubscriber(next, ended.subscriber, (subscriber) => {
    let { marks } = subscriber;
    for (const [index, position] of ended.positions.entries()) {
      const isParked = subscriber.fact.parked.includes(position);
      marks = marks.with([position], markAfter(marks.get(position), ended, index, isParked));
    }
    const inFlight = subscriber.inFlight.filter((number) => number !== ended.delivery);
    return { ...subscriber, marks, inFlight };
  });
}

function stand(picture: Picture, fact: SubscriberFact): Picture {
  return withSubscriber(picture, fact.name, (subscriber) => ({
    ...subscriber,
    fact,
    marks: settleMarks(subscriber, fact),
  }));
}

// What was discarded for a subscriber is not given to it when it reads the log, either.
const STAYS_WHEN_READ = new Set<MarkKind | undefined>(["in-flight", "parked", "discarded"]);

function read(picture: Picture, record: LogRead & At): Picture {
  const { reader, after, upTo } = record;
  const next = { ...picture, reads: [...picture.reads.slice(1 - LISTED), record] };
  if (!picture.subscribers.some(({ name }) => name === reader)) return next;
  return withSubscriber(next, reader, (subscriber) => {
    const first = Math.max(after + 1, picture.tail - MARKS_KEPT, upTo - MARKS_KEPT);
    const positions: number[] = [];
    for (let position = first; position <= upTo; position += 1) {
      const kind = subscriber.marks.get(position)?.kind;
      if (!STAYS_WHEN_READ.has(kind)) positions.push(position);
    }
    return { ...subscriber, marks: subscriber.marks.with(positions, unseen("read")) };
  });
}

type At = { at: number };

function withSubscriber(
  picture: Picture,
  name: string,
  change: (subscriber: SubscriberPicture) => SubscriberPicture,
): Picture {
  const isKnown = picture.subscribers.some((subscriber) => subscriber.name === name);
  const known = isKnown ? picture.subscribers : [...picture.subscribers, unknownSubscriber(name)];
  const subscribers = known.map((each) => (each.name === name ? change(each) : each));
  return { ...picture, subscribers };
}

// Known from a delivery before its first state record: a file may begin like that.
function unknownSubscriber(name: string): SubscriberPicture {
  return { name, fact: plainFact({ name }), marks: emptyLookup(), inFlight: [] };
}
