// Reading the log over HTTP: ours as it streams in, an original one as one array of anything.

import type { ServerResponse } from "node:http";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import type { Delivery } from "@blog/common/wire/delivery";
import type { LogPosition } from "@blog/common/messaging/checkpoint";
import { describe, expect, it, onTestFinished } from "vitest";
import { startStubServer } from "./stub-server.ts";

const line = (position: number) =>
  `${JSON.stringify({
    specversion: "1.0",
    position,
    id: `event-${position}`,
    source: "posts",
    type: "PostCreated",
    data: { id: `${position}`, title: "A" },
  })}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index)).join("");

async function connectTo(answer: (res: ServerResponse, path: string) => void) {
  const { url, requests } = await startStubServer((res, { path }) => answer(res, path));
  const bus = connectHttpBus(url, { name: "posts" });
  onTestFinished(bus.close);

  async function read(checkpoint: LogPosition, into: Delivery[] = []): Promise<Delivery[]> {
    for await (const delivery of bus.read(checkpoint)) into.push(delivery);
    return into;
  }
  return { read, requests };
}

const sendLines = (text: string) => (res: ServerResponse) =>
  res.setHeader("event-bus-log", "log-1").end(text);

describe("The log of our bus", () => {
  it("is read from the checkpoint on, by name, in chunks that name what came before them", async () => {
    const { read, requests } = await connectTo(sendLines(lines(8, 247)));

    const deliveries = await read({ log: "log-1", position: 7 });

    expect(requests).toMatchObject([
      {
        path: "/events?after=7",
        headers: { accept: expect.stringContaining("ndjson"), "user-agent": "posts" },
      },
    ]);
    const chunks = deliveries.map(({ log, previous, events }) => [log, previous, events.length]);
    expect(chunks).toEqual([
      ["log-1", 7, 100],
      ["log-1", 107, 100],
      ["log-1", 207, 40],
    ]);
    expect(deliveries[0]?.events[0]).toEqual({
      id: "event-8",
      position: 8,
      source: "posts",
      type: "PostCreated",
      data: { id: "8", title: "A" },
    });
  });

  it("names itself, also when there is nothing new", async () => {
    const { read } = await connectTo(sendLines(""));

    expect(await read({ position: 0 })).toEqual([{ log: "log-1", previous: 0, events: [] }]);
  });

  it("is read from its start when the checkpoint belongs to another one", async () => {
    const { read, requests } = await connectTo((res, path) => {
      sendLines(path.includes("after") ? "" : lines(1, 2))(res);
    });

    const deliveries = await read({ log: "an older log", position: 7 });

    expect(requests.map(({ path }) => path)).toEqual(["/events?after=7", "/events"]);
    expect(deliveries).toMatchObject([{ log: "log-1", previous: 0, events: [{}, {}] }]);
  });

  it("that breaks off is an error, and what came before it is whole", async () => {
    const { read } = await connectTo((res) => {
      res.setHeader("event-bus-log", "log-1").write(`${lines(1, 150)}{"specversion":"1.0","posi`);
      setImmediate(() => res.destroy());
    });
    const deliveries: Delivery[] = [];

    await expect(read({ position: 0 }, deliveries)).rejects.toThrow(/terminated|aborted|closed/);

    expect(deliveries.flatMap(({ events }) => events)).toHaveLength(100);
  });

  it("that cannot be had is an error", async () => {
    const { read } = await connectTo((res) => {
      res.statusCode = 503;
      sendLines("")(res);
    });

    await expect(read({ position: 0 })).rejects.toThrow(/503/);
  });
});

describe("The log of an original bus", () => {
  const post = { type: "PostCreated", data: { id: "1", title: "A" } };
  const sendArray = (entries: unknown[]) => (res: ServerResponse) =>
    res.setHeader("content-type", "application/json").end(JSON.stringify(entries));

  it("is everything it has, each time, without ids or positions", async () => {
    const { read } = await connectTo(sendArray([post, post]));

    expect(await read({ log: "log-1", position: 7 })).toEqual([{ events: [post, post] }]);
  });

  // It stores what it was sent: a batch, or a body without a content type, lies there as {}.
  it("may hold what is no event: that is left out", async () => {
    const entries = [{}, post, { type: "PostCreated" }, null, "text", { data: {} }];
    const { read } = await connectTo(sendArray(entries));

    expect(await read({ position: 0 })).toEqual([{ events: [post] }]);
  });

  it("does not exist in the early lessons: then there is nothing to read", async () => {
    const { read } = await connectTo((res) => {
      res.statusCode = 404;
      res.end("Cannot GET /events");
    });

    expect(await read({ position: 0 })).toEqual([]);
  });

  it("that cannot be had is an error", async () => {
    const { read } = await connectTo((res) => {
      res.statusCode = 500;
      res.end();
    });

    await expect(read({ position: 0 })).rejects.toThrow(/500/);
  });
});
