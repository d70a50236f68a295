// F13. The clock jumps by an hour, forwards or backwards, here or there. Order comes from positions, never from time, and a
// clock is no fault of an event: nothing is parked.

import { afterEach, describe, expect, it, vi } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { refuse, startSubscriber } from "../../event-bus/test/test-subscriber.ts";
import { expectPromisesKept, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

const HOUR_MS = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

describe("When the clock jumps (F13)", () => {
  it.each([
    ["an hour ahead", HOUR_MS],
    ["an hour back", -HOUR_MS],
  ])("%s, order and delivery stay as they were", async (_, jumpMs) => {
    const journal = await startTestJournal("journal");
    const { url, status } = await startTestBus({ subscribers: journal.subscriber });
    await publish(url, "p1");

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + jumpMs });
    await publish(url, "p2");
    vi.useRealTimers();
    await publish(url, "p3");

    await expectPromisesKept(url, { journals: [journal], written: ["p1", "p2", "p3"] });
    const positions = (await journal.effects()).map(({ id, position }) => [id, position]);
    expect(positions).toEqual([
      ["p1", 1],
      ["p2", 2],
      ["p3", 3],
    ]);
    expect(status("journal")).toMatchObject({ parked: 0, lag: { events: 0 } });
  });

  it("at a subscriber that checks signatures, its refusals are not counted against the events", async () => {
    const subscriber = await startSubscriber(refuse(401));
    const bus = await startTestBus({
      subscribers: `it=${subscriber.url}`,
      secret: "a secret of the house",
    });

    await bus.bus.append([{ id: "e1", type: "T", attributes: "{}", data: "{}", extra: null }]);
    await expect.poll(() => subscriber.requests.length).toBeGreaterThan(3);
    expect(bus.status("it")).toMatchObject({ parked: 0, state: "down" });
    subscriber.answerWith((res) => res.end("{}"));

    await expect.poll(() => subscriber.handled).toEqual(["T"]);
  });
});
