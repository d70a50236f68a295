// RabbitMQ behind the `EventBus` port: the contract, and what only a server that can die may show.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { isPullBus, type PullBus } from "@blog/common/messaging/event-bus";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { requires } from "../requires.ts";
import { eventTitled, readAll, testEventBus } from "../contracts/event-bus.ts";
import { operateRabbitMq, type Operation } from "./rabbitmq-operator.ts";
import { startRabbitMq } from "./rabbitmq-server.ts";
import type { TestServer } from "./server-process.ts";
import { until } from "../kit/until.ts";

async function connectTo(url: string): Promise<PullBus> {
  const bus = await connectEventBus(url);
  if (!isPullBus(bus)) throw new Error("Over RabbitMQ, a bus can be followed.");
  return bus;
}

requires("rabbitmq")("RabbitMQ", (program) => {
  let server: TestServer;
  let url: string;
  let tests = 0;
  beforeAll(async () => {
    server = await startRabbitMq(program);
  });
  // A server takes seconds to start; a stream of its own is as empty.
  beforeEach(() => {
    tests += 1;
    url = `${server.url}?stream=TEST_${tests}`;
  });
  afterAll(() => server.remove());

  testEventBus(
    "RabbitMQ",
    async () => ({
      connect: () => connectTo(url),
      connectToNothing: () => connectEventBus("amqp://127.0.0.1:1"),
      remove: async () => {},
    }),
    { remembersNoIds: true },
  );

  async function open() {
    const bus = await connectTo(url);
    onTestFinished(() => bus.close());
    return bus;
  }

  const operate = <T>(work: Operation<T>) => operateRabbitMq(server.url, `TEST_${tests}`, work);

  /** Everything that comes after a place, until the test has ended. */
  async function followed(bus: PullBus, position = 0) {
    const stopping = new AbortController();
    onTestFinished(() => stopping.abort());
    const titles: unknown[] = [];
    const ended = (async () => {
      const { log } = await readAll(bus);
      for await (const { events } of bus.follow({ log, position }, stopping.signal))
        titles.push(...events.map(({ data }) => data.title));
    })().catch((error: Error) => error);
    return { titles, ended };
  }

  it("is followed: what is published later comes at once, and in order", async () => {
    const bus = await open();
    await readAll(bus);
    const { titles } = await followed(bus);

    await bus.publish([eventTitled("A")]);
    await until(() => expect(titles).toEqual(["A"]));
    await bus.publish([eventTitled("B"), eventTitled("C")]);

    await until(() => expect(titles).toEqual(["A", "B", "C"]));
  });

  it("leaves out what another client has put there that is no event", async () => {
    const bus = await open();
    await bus.publish([eventTitled("before the junk")]);
    await operate(async (channel, stream) => {
      for (const junk of ["", "junk", '{"type":1}', "[]"])
        channel.sendToQueue(stream, Buffer.from(junk));
      await channel.waitForConfirms();
    });

    await bus.publish([eventTitled("after the junk")]);

    const { events } = await readAll(bus);
    expect(events.map(({ position }) => position)).toEqual([1, 6]);
  });

  // It takes seconds to start again.
  it.runIf(process.env.FULL === "1")(
    "keeps what it has confirmed when it is killed, and notifies its followers",
    async () => {
      const bus = await open();
      await bus.publish([eventTitled("before")]);
      const { titles, ended } = await followed(bus);
      await until(() => expect(titles).toContain("before"));
      const late = eventTitled("after");

      await server.kill();
      await expect(bus.publish([late])).rejects.not.toMatchObject({ name: "Problem" });
      await server.start();

      await until(() => bus.publish([late]));
      // A follower is notified, and knows from where to go on.
      expect(await ended).toBeInstanceOf(Error);
      const titlesRead = (await readAll(bus)).events.map(({ data }) => data.title);
      expect([...new Set(titlesRead)]).toEqual(["before", "after"]);
    },
  );

  it("is another log when the stream was made anew, and acknowledges nothing that it has stored nowhere", async () => {
    const bus = await open();
    await bus.publish([eventTitled("old")]);
    const { log } = await readAll(bus);
    const { ended } = await followed(bus);
    await operate((channel, stream) => channel.deleteQueue(stream));

    // RabbitMQ may close the connection for it.
    await until(() => bus.publish([eventTitled("new")]));

    const found = await readAll(bus, { log, position: 1 });
    expect(found.events.map(({ data }) => data.title)).toEqual(["new"]);
    expect(found.log).not.toBe(log);
    expect(await ended).toBeInstanceOf(Error);
  });

  it("starts over with a consumer that knows more, or something else, than it has", async () => {
    const bus = await open();
    await bus.publish([eventTitled("A"), eventTitled("B")]);
    const { log, events } = await readAll(bus);

    const beyond = { log, position: 7, checksum: "lost" };
    const replaced = { log, position: 2, checksum: "another" };

    for (const { position, checksum, ...from } of [beyond, replaced]) {
      const { deliveries: again } = await readAll(bus, { ...from, position, checksum });
      expect(again[0]).toMatchObject({ previous: 0, resetFrom: { position, checksum } });
      expect(again.flatMap((delivery) => delivery.events)).toHaveLength(events.length);
    }
  });

  it("refuses to begin in the middle when the stream has lost its first events", async () => {
    const limited = { "x-max-length-bytes": 1e5, "x-stream-max-segment-size-bytes": 5e4 };
    await operate((channel, stream) =>
      channel.assertQueue(stream, { arguments: { "x-queue-type": "stream", ...limited } }),
    );
    const bus = await open();
    for (let count = 0; count < 300; count += 1) await bus.publish([eventTitled("x".repeat(900))]);

    await until(() => expect(readAll(bus)).rejects.toThrow("has lost its first events"));
  });
});
