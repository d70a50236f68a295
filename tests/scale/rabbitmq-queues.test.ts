// What stands in RabbitMQ beside the log: the queues that processes share, and the changes to parked events.

import { pause } from "@blog/common/base/backoff";
import { systemPlatform } from "@blog/common/base/platform";
import { keepConsuming } from "@blog/common/delivery/consume-loop";
import type { SharedDelivery } from "@blog/common/messaging/event-bus";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventTitled, readAll } from "../contracts/event-bus.ts";
import { until } from "../kit/until.ts";
import { requires } from "../requires.ts";
import { operateRabbitMq, type Operation } from "./rabbitmq-operator.ts";
import { setRabbitMqScene } from "./stream-scene.ts";
import { log } from "./titles-service.ts";

requires("rabbitmq")("RabbitMQ", (program) => {
  const scene = setRabbitMqScene(program);
  const operate = <T>(work: Operation<T>) =>
    operateRabbitMq(scene.server.url, new URL(scene.url).searchParams.get("stream")!, work);

  it("keeps the first of two changes to a parked event that were made at once, for all readers", async () => {
    const bus = await scene.connect();
    const time = new Date().toISOString();
    const event = { log: "log", position: 2, reason: "no verdict", attempts: 3, time };
    const about = { subscriber: "titles", position: 2 };
    const changes = [
      { id: "1", ...about, event: { ...event, state: "redrive" } },
      { id: "2", after: "1", ...about, event: { ...event, state: "discarded" } },
      { id: "3", after: "1", ...about, event: { ...event, state: "parked" } },
    ];
    await bus.parked("titles").all();

    await operate(async (channel, stream) => {
      for (const change of changes)
        channel.sendToQueue(`${stream}_PARKED`, Buffer.from(JSON.stringify(change)));
      await channel.waitForConfirms();
    });

    expect(await bus.parked("titles").all()).toMatchObject([{ state: "discarded" }]);
  });

  it("sends nothing more for what is settled after its consumer has stopped", async () => {
    const bus = await scene.connect();
    await bus.publish([eventTitled("A")]);
    const stopping = new AbortController();
    const taken = bus.share("late", stopping.signal)[Symbol.asyncIterator]();
    const { value } = (await until(() => taken.next())) as { value: SharedDelivery };
    value.settle(1, 0);

    stopping.abort();
    await taken.return?.();
    await pause(100);

    expect((await readAll(bus)).events).toHaveLength(1);
  });

  describe("shared by processes without a checkpoint,", () => {
    /** Consumes until the test has ended, or its connection is closed; settles what `mind` returns true for. */
    async function share(mind: (title: unknown) => boolean) {
      const bus = await scene.connect();
      const stopping = new AbortController();
      onTestFinished(() => stopping.abort());
      const given: { title: unknown; isRepeated: boolean }[] = [];
      async function consume(signal: AbortSignal): Promise<void> {
        for await (const { delivery, isRepeated, settle } of bus.share("pair", signal))
          for (const { data, position = 0 } of delivery.events) {
            given.push({ title: data.title, isRepeated });
            if (mind(data.title)) settle(position);
          }
      }
      void keepConsuming(consume, { log, signal: stopping.signal, ...systemPlatform });
      async function stop(): Promise<void> {
        await bus.close();
        stopping.abort();
      }
      return { given, stop };
    }

    // What the first one has filled the queue with may come twice: it may be gone before it has noted that.
    it("gives what one has not settled that is gone to another, which goes on with the rest of the log", async () => {
      const publisher = scene.bus;
      await publisher.publish([eventTitled("A"), eventTitled("B")]);
      const first = await share((title) => title === "A");
      await until(() => expect(first.given).toHaveLength(2));
      const second = await share(() => true);

      await first.stop();
      await publisher.publish([eventTitled("C")]);

      await until(() => {
        expect(second.given).toContainEqual({ title: "B", isRepeated: true });
        expect(second.given.at(-1)).toEqual({ title: "C", isRepeated: false });
      });
    });

    it("gives everything again when an operator has deleted their queue", async () => {
      const publisher = scene.bus;
      await publisher.publish([eventTitled("A")]);
      const { given } = await share(() => false);
      await until(() => expect(given).toHaveLength(1));

      await operate((channel, stream) => channel.deleteQueue(`${stream}.pair`));
      await publisher.publish([eventTitled("B")]);

      const titles = () => given.map(({ title }) => title);
      await until(() => expect(titles()).toEqual(["A", "A", "B"]));
    });
  });
});
