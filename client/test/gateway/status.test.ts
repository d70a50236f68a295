// GET /status: the state of every service, asked once or watched.

import { HEARTBEAT_FRAME } from "@blog/common/http/heartbeat";
import request from "supertest";
import type { ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { checkStatus } from "../../gateway/check-status.ts";
import { until } from "../../../tests/kit/until.ts";
import { freeUrl, nextChunk, openStream, startGateway, startServer } from "./start-server.ts";

const problem = JSON.stringify({ status: 503, detail: "Not yet: caught up." });

describe("The status of the blog", () => {
  it("is each service's own word on whether it can do its work", async () => {
    const ready = await startServer((_req, res) => res.end("{}"));
    const starting = await startServer((_req, res) => res.writeHead(503).end(problem));
    const course = await startServer((_req, res) => res.writeHead(404).end("Cannot GET /readyz"));
    const down = await freeUrl();

    const services = {
      posts: ready.url,
      query: starting.url,
      comments: course.url,
      moderation: down,
    };
    const status = await checkStatus(services, down);

    expect(status.services.map(({ name, state, detail }) => [name, state, detail])).toEqual([
      ["posts", "ready", undefined],
      ["query", "starting", "Not yet: caught up."],
      ["comments", "ready", undefined],
      ["moderation", "down", "does not answer"],
    ]);
    expect(status.bus).toBeNull();
  });

  it("contains what the bus answers about its log and its subscribers", async () => {
    const answered = {
      log: { id: "x", length: 3 },
      subscriptions: [
        {
          name: "query",
          url: "http://localhost:4002/events",
          cursor: 2,
          lag: { events: 1, seconds: 0.5 },
          state: "delivering",
          lastError: null,
          parked: 0,
        },
      ],
    };
    const bus = await startServer((_req, res) => res.end(JSON.stringify(answered)));

    const status = await checkStatus({}, bus.url);

    expect(status.bus).toEqual(answered);
  });

  it("is asked for once for all who want to know it at the same time", async () => {
    let rounds = 0;
    async function checkStatusSlowly() {
      rounds += 1;
      await allAsked;
      return { services: [], bus: null };
    }
    const gateway = await startGateway(await freeUrl(), { checkStatus: checkStatusSlowly });
    const allAsked = new Promise<void>((resolve) => {
      let asked = 0;
      // After the last one was handled, too.
      gateway.server.on("request", () => (asked += 1) === 20 && setImmediate(resolve));
    });

    await Promise.all(Array.from({ length: 20 }, () => fetch(`${gateway.url}/status`)));

    expect(rounds).toBe(1);
  });

  it("is answered once as JSON, and again and again as a stream", async () => {
    const gateway = await startGateway(await freeUrl());

    const once = await request(gateway.url).get("/status");
    const stream = await openStream(`${gateway.url}/status`);

    expect(once.body).toEqual({ services: [], bus: null });
    const event = 'event: status\ndata: {"services":[],"bus":null}\n\n';
    expect(await nextChunk(stream)).toBe(HEARTBEAT_FRAME);
    expect(await nextChunk(stream)).toBe(event);
    expect(await nextChunk(stream)).toBe(event);
    stream.destroy();
  });

  it("is not kept for a reader that does not read: it misses reports, and gets the last one", async () => {
    const [reportBytes, reports] = [1_000_000, 40];
    let made = 0;
    const checkAtLength = async () => {
      made += 1;
      const detail = `${made} `.padEnd(reportBytes, "x");
      return { services: [{ name: "posts", state: "starting", detail }], bus: null } as never;
    };
    const gateway = await startGateway(await freeUrl(), { checkStatus: checkAtLength });
    let answer: ServerResponse | undefined;
    gateway.server.once("request", (_req, res) => (answer = res));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());

    const stream = await openStream(`${gateway.url}/status`);
    stream.pause();
    while (made < reports) await vi.advanceTimersByTimeAsync(1000);

    // What the connection itself has taken is not counted here, and is far less than this.
    expect(answer?.writableLength).toBeLessThan(3 * reportBytes);
    let text = "";
    stream.on("data", (chunk) => (text = (text + String(chunk)).slice(-2 * reportBytes)));
    stream.resume();
    await until(async () => {
      await vi.advanceTimersByTimeAsync(1000);
      expect(text).toContain(`"detail":"${made} `);
    });
    stream.destroy();
  });
});
