// The view clock in stories: a busy bus, a cause and its effect, a try and the next one.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { describe, expect, it } from "vitest";
import { createViewClock, FLIGHT_MS } from "../../src/bus-view/history/view-clock.ts";
import { createPaperBus } from "./made-records.ts";

function play(records: readonly LabRecord[]) {
  const clock = createViewClock();
  return records.map((record) => ({
    record,
    now: record.at,
    ...clock.schedule(record, record.at),
  }));
}

describe("The view clock", () => {
  it("lets deliveries overlap: at two hundred a second, the view still keeps up", () => {
    const bus = createPaperBus(["query"]);
    for (let index = 0; index < 1000; index += 1) {
      bus.publish();
      bus.start("query");
      bus.end("query");
      bus.wait(5);
    }

    const last = play(bus.records).at(-1)!;

    expect(last.showAt - last.now).toBeLessThanOrEqual(2 * FLIGHT_MS + 10);
  });

  it("shows an effect after its cause has arrived at the publisher of the effect", () => {
    const bus = createPaperBus(["moderation"]);
    bus.publish({ type: "CommentCreated", source: "comments" });
    bus.start("moderation");
    bus.publish({ type: "CommentModerated", source: "moderation", causationid: "id-1" });
    bus.end("moderation");

    const [, , cause, effect] = play(bus.records);

    expect(effect!.launchAt).toBe(cause!.showAt + FLIGHT_MS);
  });

  it("shows the next try after the one before has failed", () => {
    const bus = createPaperBus(["query"]);
    bus.publish();
    for (const outcome of ["suspect", "done"] as const) {
      bus.start("query");
      bus.end("query", outcome);
    }

    const tries = play(bus.records).filter(({ record }) => record.kind === "delivery");

    expect(tries[2]!.showAt).toBe(tries[1]!.showAt);
  });

  it("flies slower or faster, at the speed that is set", () => {
    const clock = createViewClock();

    clock.setSpeed(0.25);

    expect(clock.flightMs()).toBe(4 * FLIGHT_MS);
  });
});
