// NATS JetStream behind the `EventBus` port: the contract, and what only a server that can die may show.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { isPullBus, type PullBus } from "@blog/common/messaging/event-bus";
import { connect } from "@nats-io/transport-node";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { requires } from "../requires.ts";
import { eventTitled, readAll, testEventBus } from "../contracts/event-bus.ts";
import { startNats } from "./nats-server.ts";
import type { TestServer } from "./server-process.ts";
import { until } from "../kit/until.ts";

async function connectTo({ url }: { url: string }): Promise<PullBus> {
  const bus = await connectEventBus(url);
  if (!isPullBus(bus)) throw new Error("Over NATS, a bus can be followed.");
  return bus;
}

requires("nats")("NATS JetStream", (program) => {
  testEventBus("NATS JetStream", async () => {
    const server = await startNats(program);
    return {
      connect: () => connectTo(server),
      connectToNothing: () => connectEventBus("nats://127.0.0.1:1"),
      remove: server.remove,
    };
  });

  let server: TestServer;
  beforeAll(async () => {
    server = await startNats(program);
  });
  afterAll(() => server.remove());

  async function open() {
    const bus = await connectTo(server);
    onTestFinished(() => bus.close());
    return bus;
  }

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
    await bus.publish([eventTitled("A")]);
    const { titles } = await followed(bus);
    await until(() => expect(titles).toEqual(["A"]));

    await bus.publish([eventTitled("B"), eventTitled("C")]);

    await until(() => expect(titles).toEqual(["A", "B", "C"]));
  });

  it("leaves out what another client has put there that is no event", async () => {
    const bus = await open();
    const before = (await readAll(bus)).events.length;
    const stranger = await connect({ port: server.port });
    for (const junk of ["", "junk", '{"type":1}', "[]"]) await stranger.request("events", junk);
    await stranger.close();

    await bus.publish([eventTitled("after the junk")]);

    expect((await readAll(bus)).events).toHaveLength(before + 1);
  });

  it("keeps what it has acknowledged when it is killed, and notifies its followers", async () => {
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
    const all = (await readAll(bus)).events.map(({ data }) => data.title);
    expect(all.filter((title) => title === "after")).toHaveLength(1);
    expect(all).toContain("before");
  });

  it("is another log when the stream was made anew", async () => {
    const bus = await open();
    await bus.publish([eventTitled("old")]);
    const { log } = await readAll(bus);
    const connection = await connect({ port: server.port });
    await connection.request("$JS.API.STREAM.DELETE.EVENTS");
    await connection.close();

    await until(() => bus.publish([eventTitled("new")]));

    const found = await readAll(bus, { log, position: 1 });
    expect(found.events.map(({ data }) => data.title)).toEqual(["new"]);
    expect(found.log).not.toBe(log);
  });

  it("starts over with a consumer that knows more, or something else, than it has", async () => {
    const bus = await open();
    await bus.publish([eventTitled("A")]);
    const { log, events } = await readAll(bus);
    const last = events.at(-1)?.position ?? 0;

    const beyond = { log, position: last + 5, checksum: "lost" };
    const replaced = { log, position: last, checksum: "another" };

    for (const { position, checksum, ...from } of [beyond, replaced]) {
      const { deliveries: again } = await readAll(bus, { ...from, position, checksum });
      expect(again[0]).toMatchObject({ previous: 0, resetFrom: { position, checksum } });
      expect(again.flatMap((delivery) => delivery.events)).toHaveLength(events.length);
    }
  });
});
