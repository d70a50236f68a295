// Our bus in front of NATS: over HTTP it is what our bus always was, and over NATS consumers receive the same.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { pino } from "pino";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { expect, it, onTestFinished, vi } from "vitest";
import { createApp } from "../../event-bus/src/app.ts";
import { openBus } from "../../event-bus/src/bus.ts";
import { startGateway } from "../../event-bus/src/stream-gateway/gateway.ts";
import { Subscribers } from "../../event-bus/src/delivery/subscribers.ts";
import { createHttpTransport } from "../../event-bus/src/delivery/transport.ts";
import { listen } from "../../event-bus/test/listening.ts";
import { crashImage, newLogFile } from "../../event-bus/test/test-folder.ts";
import { startStubServer } from "../../common/test/stub-server.ts";
import { requires } from "../requires.ts";
import { eventTitled, readAll, testEventBus } from "../contracts/event-bus.ts";
import { startNats } from "./nats-server.ts";
import { until } from "../kit/until.ts";

const log = pino({ level: "silent" });

async function startBefore(natsUrl: string, { subscribers = "", file = newLogFile() } = {}) {
  const bus = openBus({
    file,
    open: openSqlite,
    subscribers: Subscribers.parse(subscribers),
    createTransport: (url) => createHttpTransport(url, { timeoutMs: 1000 }),
  });
  const gateway = await startGateway(bus, { url: natsUrl, file, log });
  const server = await listen(createApp({ bus: gateway.bus }).app);
  return {
    url: server.url,
    file,
    async stop() {
      await server.stop();
      await gateway.stop();
      await bus.close();
    },
  };
}

requires("nats")("Our bus before NATS", (program) => {
  testEventBus("our own, before NATS", async () => {
    const nats = await startNats(program);
    const { url, stop } = await startBefore(nats.url);
    return {
      connect: () => connectEventBus(url),
      connectToNothing: () => connectEventBus("http://127.0.0.1:1"),
      async remove() {
        await stop();
        await nats.remove();
      },
    };
  });

  it("delivers what was published in the stream to services that know only HTTP, and the other way", async () => {
    const nats = await startNats(program);
    const original = await startStubServer((res) => res.end("{}"));
    const before = await startBefore(nats.url, { subscribers: `original=${original.url}` });
    const stream = await connectEventBus(nats.url);
    onTestFinished(async () => {
      await stream.close();
      await before.stop();
      await nats.remove();
    });

    await stream.publish([eventTitled("published in the stream")]);
    const overHttp = {
      type: "PostCreated",
      data: { id: "1", title: "published over HTTP" },
      mood: "good",
    };
    const headers = { "content-type": "application/json" };
    await fetch(`${before.url}/events`, {
      method: "POST",
      headers,
      body: JSON.stringify(overHttp),
    });

    await until(() => expect(original.requests).toHaveLength(2));
    expect(original.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: "PostCreated", data: { title: "published in the stream" } },
      overHttp,
    ]);
    const titles = (await readAll(stream)).events.map(({ data }) => data.title);
    expect(titles).toEqual(["published in the stream", "published over HTTP"]);
  });

  it("copies what was published while it was down, and nothing twice", async () => {
    const nats = await startNats(program);
    const first = await startBefore(nats.url);
    const stream = await connectEventBus(nats.url);
    const http = await connectEventBus(first.url);
    await http.publish([eventTitled("A")]);
    await http.close();
    await first.stop();
    await stream.publish([eventTitled("B")]);

    const second = await startBefore(nats.url, { file: crashImage(first.file) });
    const reader = await connectEventBus(second.url);
    onTestFinished(async () => {
      await reader.close();
      await stream.close();
      await second.stop();
      await nats.remove();
    });

    await vi.waitFor(async () => {
      const titles = (await readAll(reader)).events.map(({ data }) => data.title);
      expect(titles).toEqual(["A", "B"]);
    }, 5000);
  });

  it("answers that it cannot take anything while NATS is away", async () => {
    const nats = await startNats(program);
    const { url, stop } = await startBefore(nats.url);
    onTestFinished(async () => {
      await stop();
      await nats.remove();
    });
    await nats.kill();

    const answer = await fetch(`${url}/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"type":"PostCreated","data":{}}',
    });

    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("1");
  });
});
