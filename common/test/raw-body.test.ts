// Bodies that arrive: each within its limit, and all of them together within that of the process.

import { type ByteBudget, createByteBudget } from "@blog/common/http/byte-budget";
import { answerProblem } from "@blog/common/http/error-handler";
import { createHttpServer } from "@blog/common/http/http-server";
import { rawBody } from "@blog/common/http/raw-body";
import express from "express";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { serve } from "../../tests/kit/serve.ts";

const LIMIT = 20_000;

async function start(budget: ByteBudget) {
  const app = express();
  const held: (() => void)[] = [];
  app.post("/", rawBody({ type: "application/json", limit: LIMIT, budget }), (req, res) => {
    res.send(`read ${req.body.length}`);
  });
  app.post("/held", rawBody({ limit: LIMIT, budget }), (_req, res) => {
    held.push(() => res.send("answered"));
  });
  app.use(answerProblem);
  const { port, stop } = await serve(createHttpServer(app));
  onTestFinished(stop);
  return { port, held, begin: (length?: number, path?: string) => begin(port, length, path) };
}

/** Begins a request: with a length, or without one, in chunks. */
function begin(port: number, length?: number, path = "/") {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += String(chunk))).on("error", () => {});
  onTestFinished(() => void socket.destroy());
  const size = length === undefined ? "transfer-encoding: chunked" : `content-length: ${length}`;
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json`;
  socket.write(`${head}\r\n${size}\r\n\r\n`);
  const write = (bytes: number) => socket.write("x".repeat(bytes));
  const writeChunk = (bytes: number) =>
    socket.write(`${bytes.toString(16)}\r\n${"x".repeat(bytes)}\r\n`);
  return { socket, write, writeChunk, answer: () => answer };
}

describe("A body", () => {
  it("is read as it is, and what it held is free once it was answered", async () => {
    const budget = createByteBudget(1e6);
    const one = await start(budget).then(({ begin: beginOne }) => beginOne(5000));

    one.write(2000);
    await expect.poll(budget.total).toBeGreaterThan(2000);
    one.write(3000);

    await expect.poll(one.answer).toContain("read 5000");
    await expect.poll(budget.total).toBe(0);
  });

  it.each([
    ["announces it", LIMIT + 1, 0],
    ["does not announce it", undefined, LIMIT + 1],
  ])("that is too large is a 413, when it %s", async (_when, length, bytes) => {
    const budget = createByteBudget(1e6);
    const one = await start(budget).then(({ begin: beginOne }) => beginOne(length));

    if (bytes > 0) one.writeChunk(bytes);

    await expect.poll(one.answer).toMatch(/^HTTP\/1.1 413 /);
    await expect.poll(budget.total).toBe(0);
  });

  it("that is compressed is not taken", async () => {
    const { port } = await start(createByteBudget(1e6));

    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: "POST", headers, body: "x" });

    expect(answer.status).toBe(415);
  });

  it("holds nothing any more when its sender has gone", async () => {
    const budget = createByteBudget(1e6);
    const one = await start(budget).then(({ begin: beginOne }) => beginOne(5000));
    one.write(2000);
    await expect.poll(budget.total).toBeGreaterThan(2000);

    one.socket.destroy();

    await expect.poll(budget.total).toBe(0);
  });
});

describe("When the bodies that arrive are more than the process has room for", () => {
  it("the oldest is refused, and the others are read", async () => {
    const budget = createByteBudget(33_000);
    const { begin: beginOne } = await start(budget);
    const all: ReturnType<typeof beginOne>[] = [];
    for (let count = 0; count < 5; count += 1) {
      const before = budget.total();
      const one = beginOne(13_000);
      one.write(8000);
      all.push(one);
      await expect.poll(() => budget.total() > before || all[0]?.answer() !== "").toBe(true);
    }
    await expect.poll(() => all.filter(({ answer }) => answer() !== "").length).toBe(2);

    for (const one of all.slice(2)) {
      one.write(5000);
      await expect.poll(one.answer).toContain("read 13000");
    }
    for (const one of all.slice(0, 2)) {
      expect(one.answer()).toMatch(/^HTTP\/1.1 503 /);
      expect(one.answer()).toMatch(/retry-after: 1/i);
      expect(one.answer()).toContain("application/problem+json");
      await expect.poll(() => one.socket.destroyed).toBe(true);
    }
    await expect.poll(budget.total).toBe(0);
  });

  it("what is being answered counts, and is not refused", async () => {
    const budget = createByteBudget(12_000);
    const { begin: beginOne, held } = await start(budget);
    const first = beginOne(9000, "/held");
    first.write(9000);
    await expect.poll(() => held.length).toBe(1);

    const second = beginOne(9000);
    second.write(8000);
    await expect.poll(second.answer).toMatch(/^HTTP\/1.1 503 /);
    held[0]?.();

    await expect.poll(first.answer).toContain("answered");
  });
});
