// The cursor is a hint. The truth is the checkpoint that the consumer keeps, and the two find together again.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { startConsumer } from "./test-consumer.ts";
import { startTestBus } from "./test-bus.ts";
import { startSubscriber } from "./test-subscriber.ts";

describe("A subscriber that is added late", () => {
  it("starts at the beginning of the log", async () => {
    const { publish, restart } = await startTestBus();
    for (const name of ["A", "B", "C"]) await publish(name);

    const late = await startSubscriber();
    await restart({ subscribers: `late=${late.url}` });

    await until(() => expect(late.handled).toEqual(["A", "B", "C"]));
  });

  it("starts with what comes next if it is written so, and keeps its place", async () => {
    const first = await startTestBus();
    for (const name of ["A", "B", "C"]) await first.publish(name);

    const late = await startSubscriber();
    const second = await first.restart({ subscribers: `late:now=${late.url}` });
    await second.publish("D");
    await until(() => expect(second.status("late").cursor).toBe(4));
    expect(late.handled).toEqual(["D"]);

    await late.stop();
    await second.publish("E");
    const elsewhere = await startSubscriber();
    await second.restart({ subscribers: `late:now=${elsewhere.url}` });
    await until(() => expect(elsewhere.handled).toEqual(["E"]));
  });
});

describe("A consumer with a checkpoint", () => {
  it("handles each event once, though the bus forgot how far it was", async () => {
    const consumer = await startConsumer();
    const { publish, bus } = await startTestBus({ subscribers: `a=${consumer.url}` });
    for (const name of ["A", "B", "C"]) await publish(name);
    await until(() => expect(consumer.effects).toEqual(["A", "B", "C"]));

    bus.subscriptions.get("a")?.goBackTo(0);
    await publish("D");
    await until(() => expect(consumer.effects).toContain("D"));

    expect(consumer.effects).toEqual(["A", "B", "C", "D"]);
  });

  it("misses nothing, though the bus thinks it was further", async () => {
    const consumer = await startConsumer();
    const { publish, bus } = await startTestBus({ subscribers: `a=${consumer.url}` });
    await consumer.stop();
    for (const name of ["A", "B", "C"]) await publish(name);

    bus.subscriptions.get("a")?.moveTo(2);
    const { port } = new URL(consumer.url);
    const returned = await startConsumer(Number(port));

    await until(() => expect(returned.effects).toEqual(["A", "B", "C"]));
  });

  it("goes on behind an event that is parked for it: the gap is known", async () => {
    const consumer = await startConsumer();
    consumer.chokesOn = "Poison";
    const { publish, status } = await startTestBus({ subscribers: `a=${consumer.url}` });

    for (const name of ["A", "Poison"]) await publish(name);
    await until(() => expect(status("a")).toMatchObject({ parked: 1, lag: { events: 0 } }));
    await until(() => expect(consumer.probes.length).toBeGreaterThan(1));
    for (const name of ["B", "C"]) await publish(name);

    await until(() => expect(consumer.effects).toEqual(["A", "B", "C"]));
    expect(consumer.gaps).toBe(0);
  });

  it("that was restored from a backup is noticed without any new event", async () => {
    const consumer = await startConsumer();
    const { publish } = await startTestBus({ subscribers: `a=${consumer.url}` });
    for (const name of ["A", "B", "C", "D"]) await publish(name);
    await until(() => expect(consumer.effects).toHaveLength(4));

    consumer.restore(1);

    await until(() => expect(consumer.effects).toEqual(["A", "B", "C", "D"]));
  });

  it("that lost everything receives everything", async () => {
    const consumer = await startConsumer();
    const { publish } = await startTestBus({ subscribers: `a=${consumer.url}` });
    for (const name of ["A", "B"]) await publish(name);
    await until(() => expect(consumer.effects).toHaveLength(2));

    consumer.restore(0);
    consumer.checkpoint = { position: 0, skippedPositions: [] };

    await until(() => expect(consumer.effects).toEqual(["A", "B"]));
  });

  it("follows a new log from its start", async () => {
    const consumer = await startConsumer();
    const first = await startTestBus({ subscribers: `a=${consumer.url}` });
    for (const name of ["A", "B"]) await first.publish(name);
    await until(() => expect(consumer.effects).toHaveLength(2));
    await first.stop();

    const second = await startTestBus({ subscribers: `a=${consumer.url}` });
    await second.publish("C");

    await until(() => expect(consumer.effects).toEqual(["A", "B", "C"]));
    expect(consumer.checkpoint.log).toBe(second.bus.log.id);
  });
});

describe("Two consumers behind one address, each with a checkpoint of its own,", () => {
  it("do not make the bus run in circles", async () => {
    let turn = 0;
    const known = [0, 0];
    const address = await startSubscriber((res, { headers, positions }) => {
      turn = 1 - turn;
      const at = known[turn]!;
      if (Number(headers["event-bus-previous"]) > at) {
        return res.writeHead(409, { "event-bus-resume-after": at }).end();
      }
      known[turn] = Math.max(at, ...positions);
      return res.end();
    });
    const settings = { retryFirstMs: 50, retryMaxMs: 1000 };
    const { publish } = await startTestBus({ subscribers: `a=${address.url}`, settings });
    for (const name of ["A", "B", "C", "D"]) await publish(name);

    await new Promise((resolve) => setTimeout(resolve, 500));

    expect(address.requests.length).toBeLessThan(60);
  });
});
