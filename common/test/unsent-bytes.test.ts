// Answers that wait for readers, of whom some do not read.

import { once } from "node:events";
import {
  createServer,
  get,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import express from "express";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  countUnsent,
  createUnsentBytes,
  holdShared,
  sendToAll,
} from "@blog/common/http/unsent-bytes";
import { serve } from "../../tests/kit/serve.ts";

const MB = 1024 * 1024;

async function start(budget: number) {
  const unsent = createUnsentBytes(budget);
  const readers: ServerResponse[] = [];
  const connect = await serveTo((_req, res) => {
    res.flushHeaders();
    readers.push(res);
  });
  return { unsent, readers, connect };
}

/** Resolves with what connects one who does not read until asked to. */
async function serveTo(app: RequestListener): Promise<() => Promise<IncomingMessage>> {
  const { port, stop } = await serve(createServer(app));
  onTestFinished(stop);

  return async () => {
    const request = get({ port, agent: false });
    // The promise of an array with the response: what the event carries.
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response.on("error", () => {});
  };
}

function countBytes(response: IncomingMessage): () => number {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => (bytes += chunk.length));
  return () => bytes;
}

describe("Bytes for many who do not read", () => {
  it("wait once, however many they wait for", async () => {
    const { unsent, readers, connect } = await start(40 * MB);
    await Promise.all(Array.from({ length: 20 }, connect));

    sendToAll("x".repeat(8 * MB), readers, unsent);

    expect(unsent.total()).toBeGreaterThan(8 * MB);
    expect(unsent.total()).toBeLessThan(9 * MB);
    expect(readers.filter((res) => res.destroyed)).toEqual([]);
  });

  it("are more than the budget: the readers that hold the oldest are cut off, and the one that reads gets everything", async () => {
    const { unsent, readers, connect } = await start(20 * MB);
    const [reading] = await Promise.all([connect(), connect(), connect()]);
    const received = countBytes(reading!);

    for (let sent = 1; sent <= 5; sent += 1) {
      sendToAll("x".repeat(8 * MB), readers, unsent);
      await expect.poll(received, { timeout: 10_000 }).toBe(sent * 8 * MB);
      expect(unsent.total()).toBeLessThan(21 * MB);
    }

    expect(readers.filter((res) => !res.destroyed)).toHaveLength(1);
    await expect.poll(unsent.total).toBe(0);
  });

  it("are forgotten when they leave", async () => {
    const { unsent, readers, connect } = await start(40 * MB);
    const responses = await Promise.all([connect(), connect()]);
    sendToAll("x".repeat(8 * MB), readers, unsent);

    for (const response of responses) response.destroy();

    await expect.poll(unsent.total).toBe(0);
  });

  it("are not written to readers that have left before", async () => {
    const { unsent, readers, connect } = await start(40 * MB);
    const gone = await connect();
    gone.destroy();
    await expect.poll(() => readers[0]?.destroyed).toBe(true);

    sendToAll("x", readers, unsent);

    expect(unsent.total()).toBe(0);
  });
});

describe("Answers that are not read", () => {
  it("of their own: the oldest are cut off, and what was read counts no more", async () => {
    const unsent = createUnsentBytes(20 * MB);
    const app = express().use(countUnsent(unsent));
    const responses: ServerResponse[] = [];
    app.get("/", (_req, res) => {
      responses.push(res);
      res.send("x".repeat(8 * MB));
    });
    const read = await serveTo(app);

    const slow = [await read(), await read(), await read(), await read()];

    await expect
      .poll(() => responses.map((res) => res.destroyed))
      .toEqual([true, true, false, false]);
    expect(unsent.total()).toBeLessThan(21 * MB);
    for (const response of slow.slice(2)) response.resume();
    await expect.poll(unsent.total).toBe(0);
  });

  it("and are the same bytes for all count once", async () => {
    const unsent = createUnsentBytes(20 * MB);
    const app = express().use(countUnsent(unsent));
    const bytes = Buffer.alloc(8 * MB);
    app.get("/", (_req, res) => {
      holdShared(res, bytes, unsent);
      res.send(bytes);
    });
    const read = await serveTo(app);

    const slow = [await read(), await read(), await read(), await read()];

    expect(unsent.total()).toBeLessThan(9 * MB);
    for (const response of slow) response.destroy();
    await expect.poll(unsent.total).toBe(0);
  });
});
