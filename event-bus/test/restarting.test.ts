// The bus dies in the middle of its work and is started again from what is on the disk.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { startTestBus } from "./test-bus.ts";
import { startConsumer } from "./test-consumer.ts";
import { startSubscriber } from "./test-subscriber.ts";

const names = Array.from({ length: 40 }, (_, index) => `T${index + 1}`);

describe("A bus that is restarted in the middle of delivering", () => {
  it("goes on where each subscriber was, and delivers the event in flight again", async () => {
    const slow = await startSubscriber(async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      res.end();
    });
    const consumer = await startConsumer();
    const subscribers = `slow=${slow.url},consumer=${consumer.url}`;
    let test = await startTestBus({ subscribers });

    for (const [index, name] of names.entries()) {
      await test.publish(name);
      if (index % 10 === 9) test = await test.restart();
    }
    await until(() => expect(slow.handled.at(-1)).toBe("T40"));
    await until(() => expect(consumer.effects.at(-1)).toBe("T40"));

    expect(consumer.effects).toEqual(names);
    // An original service receives each event at least once, and some twice.
    expect([...new Set(slow.handled)]).toEqual(names);
  });

  it("has the same identity, so no subscriber starts over", async () => {
    const first = await startTestBus();

    const second = await first.restart();

    expect(second.bus.log.id).toBe(first.bus.log.id);
  });
});

describe("A bus that is stopped in order", () => {
  it("lets the request in flight finish, and forgets nothing of it", async () => {
    const subscriber = await startSubscriber(async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      res.end();
    });
    const test = await startTestBus({ subscribers: `a=${subscriber.url}` });
    await test.publish("A");
    await until(() => expect(subscriber.requests).toHaveLength(1));

    await test.stop();

    expect(subscriber.handled).toEqual(["A"]);
  });
});
