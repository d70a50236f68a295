// From records to the picture: it shows what the records contain, whatever happened.

import type { LabRecord } from "@blog/event-bus/lab/records";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyPicture, lagOf } from "../../src/bus-view/history/picture.ts";
import type { plainFact } from "../../src/bus-view/history/plain-fact.ts";
import { reduce } from "../../src/bus-view/history/reduce.ts";
import { anyHistory } from "./any-history.ts";

function draw(records: readonly LabRecord[]) {
  return records.reduce(reduce, emptyPicture());
}

describe("The picture of any history", () => {
  it("knows each subscriber's lag: the head of the log less the cursor", () => {
    fc.assert(
      fc.property(anyHistory, (records) => {
        const events = records.filter(({ kind }) => kind === "event").length;

        const picture = draw(records);

        for (const subscriber of picture.subscribers) {
          const facts = records.filter(
            (record) => record.kind === "subscriber" && record.name === subscriber.name,
          );
          const { cursor } = facts.at(-1) as ReturnType<typeof plainFact>;
          expect(lagOf(picture, subscriber)).toBe(events - cursor);
        }
      }),
    );
  });

  it("marks between each event and each subscriber what their last delivery came to", () => {
    fc.assert(
      fc.property(anyHistory, (records) => {
        const picture = draw(records);

        for (const { name, fact, marks } of picture.subscribers) {
          for (let position = 1; position <= picture.tail; position += 1) {
            const last = records.findLast(
              (record) =>
                record.kind === "delivery" &&
                record.subscriber === name &&
                record.positions.includes(position),
            );
            const mark = marks.get(position);
            expect(mark === undefined).toBe(last === undefined);
            if (!mark || last?.kind !== "delivery") continue;
            const isTried = last.phase === "ended" && last.outcome !== "done";
            const isParked = isTried && fact.parked.includes(position);
            const effect = last.phase === "ended" && last.effects?.[0];
            const words = {
              applied: "done",
              duplicate: "duplicate",
              unheard: "ignored",
              passed: "skipped",
            };
            expect(mark.attempts).toBe(last.attempt);
            if (last.phase === "started") expect(mark.kind).toBe("in-flight");
            else if (isParked) expect(mark.kind).toBe("parked");
            else expect(mark.kind).toBe(effect ? words[effect] : "failed");
          }
        }
      }),
    );
  });

  it("shows no answer before its delivery, and ends what has ended", () => {
    fc.assert(
      fc.property(anyHistory, (records) => {
        const { deliveries, subscribers } = draw(records);

        for (const [, { startedAt, ended }] of deliveries.entries())
          expect(ended === undefined || ended.at >= startedAt).toBe(true);
        const open = [...deliveries.entries()].filter(([, { ended }]) => !ended);
        const inFlight = subscribers.flatMap((subscriber) => subscriber.inFlight);
        expect(inFlight.toSorted()).toEqual(open.map(([number]) => number).toSorted());
      }),
    );
  });

  it("never changes a picture that it was given", () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (records, where) => {
        const half = records.slice(0, where % records.length);
        const before = draw(half);
        const copy = JSON.stringify([before, [...before.events.entries()]]);

        records.slice(half.length).reduce(reduce, before);

        expect(JSON.stringify([before, [...before.events.entries()]])).toBe(copy);
      }),
    );
  });
});
