// Any history that a bus may have, for property tests: publishers, workers and accidents in whatever order.

import type { LabRecord } from "@blog/event-bus/lab/records";
import * as fc from "fast-check";
import { createPaperBus } from "./made-records.ts";

export const SUBSCRIBERS = ["comments", "query", "moderation"];

const subscriber = fc.constantFrom(...SUBSCRIBERS);

const step = fc.oneof(
  fc.record({ do: fc.constant("publish" as const) }),
  fc.record({ do: fc.constant("start" as const), subscriber }),
  fc.record({
    do: fc.constant("end" as const),
    subscriber,
    outcome: fc.constantFrom("done", "done", "done", "suspect", "outage"),
    effect: fc.constantFrom("applied", "applied", "duplicate", "unheard", "passed"),
  }),
  fc.record({ do: fc.constant("park" as const), subscriber }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 300 }) }),
);

export const anyHistory: fc.Arbitrary<LabRecord[]> = fc
  .array(step, { minLength: 5, maxLength: 120, size: "max" })
  .map((steps) => {
    const bus = createPaperBus(SUBSCRIBERS);
    for (const each of steps) {
      if (each.do === "publish") bus.publish();
      else if (each.do === "start") bus.start(each.subscriber);
      else if (each.do === "park") bus.park(each.subscriber);
      else if (each.do === "wait") bus.wait(each.ms);
      else bus.end(each.subscriber, each.outcome, each.effect);
    }
    return bus.records;
  });
