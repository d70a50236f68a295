// Our bus in front of NATS: whoever speaks HTTP to it sees what our bus always was, and whoever speaks NATS hears the same.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { pino } from "pino";
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
import { eventSaying, readAll, testEventBus } from "./event-bus.contract.ts";
import { startNats } from "./nats-server.ts";

const log = pino({ level: "silent" });

async function startBefore(natsUrl: string, { subscribers = "", file = newLogFile() } = {}) {
  const bus = openBus({
    file,
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
      connectToNobody: () => connectEventBus("http://127.0.0.1:1"),
      async remove() {
        await stop();
        await nats.remove();
      },
    };
  });

  it("delivers what was said in the stream to services that know only HTTP, and the other way", async () => {
    const nats = await startNats(program);
    const original = await startStubServer((res) => res.end("{}"));
    const before = await startBefore(nats.url, { subscribers: `original=${original.url}` });
    const stream = await connectEventBus(nats.url);
    onTestFinished(async () => {
      await stream.close();
      await before.stop();
      await nats.remove();
    });

    await stream.publish([eventSaying("said in the stream")]);
    const said = { type: "PostCreated", data: { id: "1", title: "said over HTTP" }, mood: "good" };
    const headers = { "content-type": "application/json" };
    await fetch(`${before.url}/events`, { method: "POST", headers, body: JSON.stringify(said) });

    await vi.waitFor(() => expect(original.requests).toHaveLength(2), { timeout: 5000 });
    expect(original.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: "PostCreated", data: { title: "said in the stream" } },
      said,
    ]);
    const titles = (await readAll(stream)).events.map(({ data }) => data.title);
    expect(titles).toEqual(["said in the stream", "said over HTTP"]);
  });

  it("copies what was said while it was down, and nothing twice", async () => {
    const nats = await startNats(program);
    const first = await startBefore(nats.url);
    const stream = await connectEventBus(nats.url);
    const http = await connectEventBus(first.url);
    await http.publish([eventSaying("A")]);
    await http.close();
    await first.stop();
    await stream.publish([eventSaying("B")]);

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

  it("says that it cannot take anything while NATS is away", async () => {
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
