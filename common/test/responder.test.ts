// Answering events with events, without a database: the answer is stored before its cause is acknowledged.

import { pause } from "@blog/common/base/backoff";
import { contracts } from "@blog/common/events";
import { createResponder } from "@blog/common/messaging/responder";
import { describe, expect, it, vi } from "vitest";
import { createMemoryBus, type MemoryBus } from "./memory-bus.ts";
import { createTestLog } from "./test-log.ts";
import { until } from "../../tests/kit/until.ts";

/** A responder that answers each new post with the same title in capitals. */
function createShouter(bus: MemoryBus, holdMs = 60_000) {
  const { log, lines } = createTestLog();
  const inbox = createResponder(
    { contracts, source: "shouter", bus, log, holdMs },
    {
      PostCreated({ data: { id, title } }, reply) {
        reply("PostCreated", { id: `${id}!`, title: title.toUpperCase() });
      },
    },
  );
  return { inbox, lines };
}

const post = { id: "event-1", type: "PostCreated", data: { id: "1", title: "hello" } };
const fromOurBus = { log: "log-1", previous: 0, events: [{ ...post, position: 1 }] };

describe("An event that is answered", () => {
  it("is the cause of the answer", async () => {
    const bus = createMemoryBus();
    const { inbox } = createShouter(bus);

    const outcome = await inbox.receive(fromOurBus);

    expect(outcome).toBe("done");
    expect(bus.events).toMatchObject([
      {
        type: "PostCreated",
        source: "shouter",
        data: { id: "1!", title: "HELLO" },
        causationid: "event-1",
        correlationid: "event-1",
      },
    ]);
  });

  it("twice gets the same answer under the same id, which the bus keeps once", async () => {
    const bus = createMemoryBus();
    const { inbox } = createShouter(bus);

    await inbox.receive(fromOurBus);
    await inbox.receive(fromOurBus);

    expect(bus.calls).toHaveLength(2);
    expect(bus.events).toHaveLength(1);
  });

  it("passes on the beginning of the chain and its trace", async () => {
    const bus = createMemoryBus();
    const { inbox } = createShouter(bus);
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const event = { ...post, position: 1, correlationid: "event-0", traceparent };

    await inbox.receive({ log: "log-1", previous: 0, events: [event] });

    expect(bus.events).toMatchObject([
      { causationid: "event-1", correlationid: "event-0", traceparent },
    ]);
  });
});

describe("When the answer cannot be published", () => {
  it("because the bus is away, the event is not acknowledged: 503, which is never its fault", async () => {
    const bus = createMemoryBus();
    bus.isAway = true;
    const { inbox, lines } = createShouter(bus);

    await expect(inbox.receive(fromOurBus)).rejects.toMatchObject({
      status: 503,
      headers: { "retry-after": "1" },
    });
    expect(lines).toMatchObject([{ reason: expect.stringContaining("ECONNREFUSED") }]);
  });

  it("because the bus will never take it, the event is refused for that reason", async () => {
    const bus = createMemoryBus();
    bus.refusedType = "PostCreated";
    const { inbox } = createShouter(bus);

    await expect(inbox.receive(fromOurBus)).rejects.toMatchObject({ status: 413 });
  });

  it("because the event breaks its contract, nothing of the delivery is answered", async () => {
    const bus = createMemoryBus();
    const { inbox } = createShouter(bus);
    const broken = { id: "event-2", type: "PostCreated", position: 2, data: { id: "2" } };

    const receiving = inbox.receive({ ...fromOurBus, events: [...fromOurBus.events, broken] });

    await expect(receiving).rejects.toMatchObject({ status: 422 });
    expect(bus.calls).toEqual([]);
  });
});

describe("An event from a course bus, which has no log and may never repeat it,", () => {
  const fromCourseBus = { events: [{ type: post.type, data: post.data }] };

  /** A bus that stores what it is sent, and holds its answer. */
  function createHoldingBus() {
    const bus = createMemoryBus();
    const { publish } = bus;
    let answer = () => {};
    bus.publish = async (events) => {
      await publish(events);
      await new Promise<void>((resolve) => (answer = resolve));
    };
    return { bus, answer: () => answer() };
  }

  it("is not acknowledged before its answer is published", async () => {
    const { bus, answer } = createHoldingBus();
    const { inbox } = createShouter(bus);

    const receiving = inbox.receive(fromCourseBus);
    const nextRound = new Promise((resolve) => setImmediate(() => resolve("not yet")));
    expect(await Promise.race([receiving, nextRound])).toBe("not yet");
    answer();

    expect(await receiving).toBe("done");
  });

  it("is acknowledged in the end by a bus that waits for that before it answers anything", async () => {
    const { bus, answer } = createHoldingBus();
    const { inbox } = createShouter(bus, 10);

    expect(await inbox.receive(fromCourseBus)).toBe("done");

    expect(bus.events).toHaveLength(1);
    answer();
  });

  it("is answered 503 when the reply cannot be published, which is done as soon as it can", async () => {
    const bus = createMemoryBus();
    bus.isAway = true;
    const { inbox } = createShouter(bus);

    await expect(inbox.receive(fromCourseBus)).rejects.toMatchObject({ status: 503 });
    await until(() => expect(bus.calls.length).toBeGreaterThan(1));
    bus.isAway = false;

    await until(() => expect(bus.events).toHaveLength(1));
  });

  it("is not handled while too many wait already: memory is no queue", async () => {
    const bus = Object.assign(createMemoryBus(), { isAway: true });
    const { inbox } = createShouter(bus);
    const many = { events: Array.from({ length: 10_000 }, () => post) };
    await expect(inbox.receive(many)).rejects.toMatchObject({ status: 503 });

    await expect(inbox.receive(fromCourseBus)).rejects.toThrow("away for too long");
    bus.isAway = false;
  });

  it("has no id, so its content makes one: a second time gets the same answer", async () => {
    const bus = createMemoryBus();
    const { inbox } = createShouter(bus);

    await inbox.receive({ events: [{ type: post.type, data: post.data }] });
    await inbox.receive({ events: [{ type: post.type, data: post.data }] });

    await until(() => expect(bus.calls).toHaveLength(2));
    expect(bus.events).toHaveLength(1);
  });

  it("is given up when the bus will never take the answer", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0); // no pauses
    const bus = createMemoryBus();
    bus.refusedType = "PostCreated";
    const { inbox, lines } = createShouter(bus);

    await inbox.receive({ events: [{ type: post.type, data: post.data }] });

    await until(() => expect(lines).toMatchObject([{ reason: "too large" }]));
    await pause(10);
    expect(bus.calls).toHaveLength(1);
  });
});
