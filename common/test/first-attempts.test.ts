// How long a request waits for the relay's first attempt at its event: an original service acts on the answer at once.

import type { Outbox } from "@blog/common/messaging/outbox";
import { describe, expect, it } from "vitest";
import { createMemoryBus } from "./memory-bus.ts";
import { startTestRelay } from "./test-relay.ts";
import { until } from "../../tests/kit/until.ts";

/** A bus with original subscribers, whose answers can be held back. */
function createSlowBus() {
  const bus = createMemoryBus();
  const { publish } = bus;
  const slow = { answer: () => {}, isHeld: false };
  bus.mayRace = () => true;
  bus.publish = async (events) => {
    await publish(events);
    if (slow.isHeld) await new Promise<void>((resolve) => (slow.answer = resolve));
  };
  return { bus, slow };
}

async function settled(promise: Promise<void>): Promise<boolean> {
  const nextRound = new Promise((resolve) => setImmediate(() => resolve("not yet")));
  return (await Promise.race([promise, nextRound])) === undefined;
}

describe("A request whose event", () => {
  it("the bus is storing, waits until it has", async () => {
    const { bus, slow } = createSlowBus();
    slow.isHeld = true;
    const { outbox, addOne } = await startTestRelay(bus);

    const waiting = outbox.attempts.of(await addOne("A"));
    await until(() => expect(bus.events).toHaveLength(1));
    expect(await settled(waiting)).toBe(false);
    slow.answer();

    await waiting;
    expect(await outbox.depth()).toBe(0);
  });

  it("the bus does not take in time, waits no longer than that, and the next ones not at all", async () => {
    const { bus, slow } = createSlowBus();
    slow.isHeld = true;
    const { outbox, addOne } = await startTestRelay(bus, { firstAttemptMs: 10 });

    await outbox.attempts.of(await addOne("A"));

    expect(await outbox.depth()).toBe(1);
    expect(await settled(outbox.attempts.of(await addOne("B")))).toBe(true);
  });

  it("cannot be published, because the bus is away, waits for the first attempt only", async () => {
    const { bus } = createSlowBus();
    bus.isAway = true;
    const { outbox, addOne } = await startTestRelay(bus, { retryMaxMs: 60_000 });

    await outbox.attempts.of(await addOne("A"));

    expect(bus.calls).not.toEqual([]);
    for (const title of ["B", "C", "D"])
      expect(await settled(outbox.attempts.of(await addOne(title)))).toBe(true);
  });

  it("waits again once the bus is back", async () => {
    const { bus, slow } = createSlowBus();
    bus.isAway = true;
    const { outbox, addOne } = await startTestRelay(bus);
    await outbox.attempts.of(await addOne("A"));
    bus.isAway = false;
    await until(async () => expect(await outbox.depth()).toBe(0));

    slow.isHeld = true;
    const waiting = outbox.attempts.of(await addOne("B"));
    await until(() => expect(bus.events).toHaveLength(2));

    expect(await settled(waiting)).toBe(false);
    slow.answer();
    await waiting;
  });

  it("goes to a bus whose subscribers are all ours, does not wait", async () => {
    const { bus, slow } = createSlowBus();
    bus.mayRace = () => false;
    slow.isHeld = true;
    const { outbox, addOne } = await startTestRelay(bus);

    const waiting = outbox.attempts.of(await addOne("A"));

    expect(await settled(waiting)).toBe(true);
    await until(() => expect(bus.events).toHaveLength(1));
    slow.answer();
  });
});

describe("An event that may be on the bus already", () => {
  it("is not published again when it could not be removed from the outbox", async () => {
    const bus = createMemoryBus();
    bus.findPublished = async (events) =>
      events.filter(({ id }) => bus.events.some((stored) => stored.id === id));
    let failures = 1;
    const failOnce = (outbox: Outbox): Outbox => ({
      ...outbox,
      async remove(events) {
        if (failures-- > 0) throw new Error("database is locked");
        await outbox.remove(events);
      },
    });
    const { outbox, add } = await startTestRelay(bus, { change: failOnce });

    await add("A");

    await until(async () => expect(await outbox.depth()).toBe(0));
    expect(bus.calls).toHaveLength(1);
  });

  it("is not published again after a failure, where the bus recognises nothing", async () => {
    const bus = createMemoryBus();
    const { publish } = bus;
    let isAnswerLost = true;
    bus.findPublished = async (events) =>
      events.filter(({ id }) => bus.events.some((stored) => stored.id === id));
    bus.publish = async (events) => {
      await publish(events);
      if (isAnswerLost) throw new Error("socket hang up");
    };
    const { outbox, add } = await startTestRelay(bus);

    await add("A");
    await until(async () => expect(await outbox.depth()).toBe(0));
    isAnswerLost = false;
    await add("B");

    await until(async () => expect(await outbox.depth()).toBe(0));
    expect(bus.calls.map((events) => events.map(({ data }) => data.title))).toEqual([["A"], ["B"]]);
  });
});
