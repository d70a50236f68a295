// What stands above a delivery on its way: what it brings, and which try of how many it is.

import type { DeliveryOutcome, DeliveryStarted } from "@blog/event-bus/lab/records";
import { describe, expect, it } from "vitest";
import { emptyPicture } from "../../src/bus-view/history/picture.ts";
import { plainFact } from "../../src/bus-view/history/plain-fact.ts";
import { reduce } from "../../src/bus-view/history/reduce.ts";
import { deliveryInWords } from "../../src/bus-view/stage/dot-words.ts";
import { eventTypes } from "../../src/systems/blog/event-types.ts";
import { createPaperBus } from "./made-records.ts";

/** Above the try that follows these, from a bus that parks after three. */
function wordsAfter(...outcomes: DeliveryOutcome[]) {
  const bus = createPaperBus(["query"]);
  bus.publish();
  for (const outcome of outcomes) {
    bus.start("query");
    bus.end("query", outcome);
  }
  bus.record(plainFact({ name: "query", parkAfter: 3 }));
  bus.start("query");
  const { records } = bus;
  return deliveryInWords(
    eventTypes,
    records.at(-1) as DeliveryStarted & (typeof records)[number],
    records.reduce(reduce, emptyPicture()),
  );
}

describe("The words above a delivery", () => {
  it("name its event at the first try", () => {
    expect(wordsAfter()).toEqual({ full: "PostCreated #1", short: "P #1" });
  });

  it("count the refusals of the event, up to the one that parks it", () => {
    const words = wordsAfter("suspect", "outage", "suspect");

    expect(words).toEqual({ full: "#1, retry 2/3", short: "retry 2/3" });
  });

  it("count the tries at a subscriber that is down, and name no last one", () => {
    expect(wordsAfter("outage", "outage")).toEqual({ full: "#1, try 3", short: "try 3" });
  });
});
