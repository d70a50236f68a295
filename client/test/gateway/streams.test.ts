// Server-sent events through the gateway: at once, uncompressed, and ended cleanly from either side.

import { describe, expect, it } from "vitest";
import { ended, nextChunk, openStream, startGateway, startServer } from "./start-server.ts";

async function startQuery() {
  const streams: import("node:http").ServerResponse[] = [];
  const query = await startServer((_req, res) => {
    res.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    streams.push(res);
  });
  return { ...query, streams };
}

describe("A stream through the gateway", () => {
  it("is open before its first event, and brings each event at once and uncompressed", async () => {
    const query = await startQuery();
    const gateway = await startGateway(query.url);

    const stream = await openStream(`${gateway.url}/posts`);
    query.streams[0]?.write("data: 1\n\n");

    expect(await nextChunk(stream)).toBe("data: 1\n\n");
    expect(stream.headers["content-encoding"]).toBeUndefined();
  });

  it("is closed at the service when the reader leaves", async () => {
    const query = await startQuery();
    const gateway = await startGateway(query.url);
    const stream = await openStream(`${gateway.url}/posts`);
    const closed = new Promise((resolve) =>
      query.streams[0]?.once("close", () => resolve("closed")),
    );

    stream.destroy();

    expect(await closed).toBe("closed");
  });

  it("ends when the service dies, so that the reader can open it anew", async () => {
    const query = await startQuery();
    const gateway = await startGateway(query.url);
    const stream = await openStream(`${gateway.url}/posts`);

    query.streams[0]?.destroy();

    expect(await ended(stream)).toBe(true);
  });

  it("ends when the gateway stops", async () => {
    const query = await startQuery();
    const gateway = await startGateway(query.url);
    const stream = await openStream(`${gateway.url}/posts`);

    gateway.streams.endAll();

    expect(await ended(stream)).toBe(true);
  });
});
