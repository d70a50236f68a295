// The mark that is drawn between one event and one subscriber, after each sequence of records.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { describe, expect, it } from "vitest";
import { deliveriesOf, emptyPicture, markOf } from "../../src/bus-view/history/picture.ts";
import { plainFact } from "../../src/bus-view/history/plain-fact.ts";
import { forgetInFlight, reduce } from "../../src/bus-view/history/reduce.ts";
import { createPaperBus } from "./made-records.ts";

function draw(records: readonly LabRecord[]) {
  return records.reduce(reduce, emptyPicture());
}

function marksOf(records: readonly LabRecord[], name = "query") {
  const picture = draw(records);
  const subscriber = picture.subscribers.find((each) => each.name === name)!;
  return Array.from({ length: picture.tail }, (_, index) => markOf(subscriber, index + 1));
}

describe("The mark between an event and a subscriber", () => {
  it("distinguishes a success at the third try from one at the first", () => {
    const bus = createPaperBus(["query"]);
    bus.publish();
    for (const outcome of ["outage", "suspect", "done"] as const) {
      bus.start("query");
      bus.end("query", outcome);
    }

    expect(marksOf(bus.records)).toMatchObject([{ kind: "done", attempts: 3 }]);
  });

  it("is parked, done after a redrive, or discarded when it goes without a delivery", () => {
    const bus = createPaperBus(["query"]);
    bus.publish();
    bus.publish();
    for (const _ of [1, 2]) {
      bus.start("query");
      bus.end("query", "suspect");
      bus.park("query");
    }
    const kinds = () => marksOf(bus.records).map(({ kind }) => kind);
    expect(kinds()).toEqual(["parked", "parked"]);

    const reason = "redrive" as const;
    const about = { subscriber: "query", positions: [1], attempt: 1, reason };
    bus.record({ kind: "delivery", phase: "started", delivery: 9, ...about });
    expect(kinds()).toEqual(["in-flight", "parked"]);
    bus.record({
      kind: "delivery",
      phase: "ended",
      delivery: 9,
      ...about,
      ms: 2,
      outcome: "suspect",
    });
    expect(kinds()).toEqual(["parked", "parked"]);
    bus.record({ kind: "delivery", phase: "started", delivery: 10, ...about });
    const ended = { kind: "delivery", phase: "ended", ms: 2, outcome: "done" } as const;
    bus.record({ ...ended, delivery: 10, ...about, effects: ["applied"] });
    bus.record(plainFact({ name: "query", cursor: 2, parked: [2] }));
    bus.record(plainFact({ name: "query", cursor: 2, parked: [] }));

    expect(kinds()).toEqual(["done", "discarded"]);
    bus.record({ kind: "log-read", reader: "query", after: 0, upTo: 2 });
    expect(kinds()).toEqual(["read", "discarded"]);
  });

  it("is discarded when that happened before the bus reported it as parked", () => {
    const bus = createPaperBus(["query"]);
    bus.publish();
    bus.start("query");
    bus.end("query", "suspect");
    bus.record(plainFact({ name: "query", cursor: 1 }));

    expect(marksOf(bus.records)).toMatchObject([{ kind: "discarded" }]);
  });

  it("is sent back when something earlier is missing, and a duplicate when it is known already", () => {
    const bus = createPaperBus(["query"]);
    bus.publish();
    bus.publish();
    const reason = "live" as const;
    const about = { subscriber: "query", positions: [2], attempt: 1, reason };
    const resume = (delivery: number, resumeAfter: number) => {
      const ended = { kind: "delivery", phase: "ended", outcome: "resume", ms: 2 } as const;
      bus.record({ kind: "delivery", phase: "started", delivery, ...about });
      bus.record({ ...ended, delivery, ...about, resumeAfter, status: 409 });
    };
    const second = () => marksOf(bus.records)[1]?.kind;

    resume(1, 0);
    expect(second()).toBe("sent-back");
    resume(2, 2);
    expect(second()).toBe("duplicate");
  });

  it("claims no effect where the answer names none, as a course service's does", () => {
    const bus = createPaperBus(["query"]);
    bus.publish();
    const reason = "live" as const;
    const about = { delivery: 1, subscriber: "query", positions: [1], attempt: 1, reason };
    bus.record({ kind: "delivery", phase: "started", ...about });
    const done = { kind: "delivery", phase: "ended", outcome: "done", status: 200 } as const;
    bus.record({ ...done, ...about, ms: 2 });

    expect(marksOf(bus.records)).toMatchObject([{ kind: "taken", tookEffect: false }]);
  });

  it("shows for each event in a batch what became of it", () => {
    const bus = createPaperBus(["query"]);
    for (const _ of [1, 2, 3]) bus.publish();
    const reason = "live" as const;
    const about = { subscriber: "query", positions: [1, 2, 3], attempt: 1, reason };
    bus.record({ kind: "delivery", phase: "started", delivery: 1, ...about });
    const effects = ["applied", "duplicate", "unheard"] as const;
    bus.record({
      kind: "delivery",
      phase: "ended",
      delivery: 1,
      ...about,
      ms: 2,
      outcome: "done",
      effects: [...effects],
    });

    expect(marksOf(bus.records).map(({ kind }) => kind)).toEqual(["done", "duplicate", "ignored"]);
    expect(deliveriesOf(draw(bus.records), 2)).toHaveLength(1);
  });

  it("is what is known where no delivery was seen: behind the cursor, held, or not yet its turn", () => {
    const bus = createPaperBus(["query"]);
    for (const _ of [1, 2, 3]) bus.publish();
    bus.record(plainFact({ name: "query", cursor: 1, isHeld: true, waiting: [2] }));

    const kinds = marksOf(bus.records).map(({ kind }) => kind);

    expect(kinds).toEqual(["earlier", "waiting", "ahead"]);
  });

  it("is forgotten when the end of its delivery was missed", () => {
    const bus = createPaperBus(["query"]);
    bus.publish();
    bus.start("query");

    const { subscribers } = forgetInFlight(draw(bus.records));

    expect(subscribers[0]?.inFlight).toEqual([]);
    expect(markOf(subscribers[0]!, 1).kind).toBe("ahead");
  });
});
