// When things are shown: slower than they happen, in an order that makes sense, and never far behind.

import type { LabRecord } from "@blog/event-bus/lab/records";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyPicture } from "../../src/bus-view/history/picture.ts";
import { reduce } from "../../src/bus-view/history/reduce.ts";
import { createViewClock, FLIGHT_MS } from "../../src/bus-view/history/view-clock.ts";
import { anyHistory, SUBSCRIBERS } from "./any-history.ts";

function play(records: readonly LabRecord[]) {
  const clock = createViewClock();
  return records.map((record) => ({
    record,
    now: record.at,
    ...clock.schedule(record, record.at),
  }));
}

type Played = ReturnType<typeof play>;

function ended(played: Played, delivery: number) {
  return played.find(
    ({ record }) =>
      record.kind === "delivery" && record.phase === "ended" && record.delivery === delivery,
  );
}

function isRising(times: number[]): boolean {
  return times.every((time, index) => index === 0 || time >= times[index - 1]!);
}

describe("The view clock, with any history", () => {
  it("shows every delivery for 400 ms, after its event is in the log, and its answer after that", () => {
    fc.assert(
      fc.property(anyHistory, (records) => {
        const played = play(records);

        for (const { record, showAt } of played) {
          if (record.kind !== "delivery" || record.phase !== "started") continue;
          const event = played.find(
            (other) =>
              other.record.kind === "event" && other.record.event.position === record.positions[0],
          );
          expect(showAt).toBeGreaterThanOrEqual(event!.showAt);
          const end = ended(played, record.delivery);
          if (end) expect(end.showAt - showAt).toBeGreaterThanOrEqual(FLIGHT_MS);
        }
      }),
    );
  });

  it("keeps the order of the log, and for each subscriber that of questions and that of answers", () => {
    fc.assert(
      fc.property(anyHistory, (records) => {
        const played = play(records);
        const times = (isWanted: (record: LabRecord) => boolean) =>
          played.filter(({ record }) => isWanted(record)).map(({ showAt }) => showAt);

        expect(isRising(times(({ kind }) => kind === "event"))).toBe(true);
        for (const name of SUBSCRIBERS) {
          const isStart = (record: LabRecord) =>
            record.kind === "delivery" && record.phase === "started" && record.subscriber === name;
          const isAnswer = (record: LabRecord) =>
            (record.kind === "subscriber" && record.name === name) ||
            (record.kind === "delivery" && record.phase === "ended" && record.subscriber === name);
          expect(isRising(times(isStart))).toBe(true);
          expect(isRising(times(isAnswer))).toBe(true);
        }
      }),
    );
  });

  it("is never far behind, however much happens", () => {
    fc.assert(
      fc.property(anyHistory, (records) => {
        for (const { now, showAt } of play(records)) {
          expect(showAt).toBeGreaterThanOrEqual(now);
          expect(showAt - now).toBeLessThan(4000);
        }
      }),
    );
  });

  it("leads to the same picture as the records in their own order", () => {
    fc.assert(
      fc.property(anyHistory, (records) => {
        const shown = play(records).toSorted((a, b) => a.showAt - b.showAt);

        const straight = records.reduce(reduce, emptyPicture());
        const stretched = shown.map(({ record }) => record).reduce(reduce, emptyPicture());

        for (const [index, subscriber] of straight.subscribers.entries()) {
          const other = stretched.subscribers[index]!;
          expect([...other.marks.entries()]).toEqual([...subscriber.marks.entries()]);
          expect(other.inFlight.toSorted()).toEqual(subscriber.inFlight.toSorted());
          expect(other.fact).toEqual(subscriber.fact);
        }
      }),
    );
  });
});
