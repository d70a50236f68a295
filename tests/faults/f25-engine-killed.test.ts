// F25: NATS is killed, PostgreSQL is killed, replicas are killed, under load. Nothing is lost, nothing is there twice, what
// one has published comes in order, and all goes on by itself.

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { brokenFor, brokenInLog } from "../scale/everything-once.ts";
import { requireServers, type Servers } from "../scale/servers.ts";
import { startWriters, type Writers } from "../scale/writers.ts";
import { type Blog, startBlog } from "../kit/blog.ts";

const START_MS = 240_000;
const LIMITS = { timeout: 60_000, interval: 250 };

requireServers("Three replicas of everything, over NATS and PostgreSQL", (start) => {
  let servers: Servers;
  let blog: Blog;
  let writers: Writers;

  beforeAll(async () => {
    servers = await start();
    const { nats, postgres } = servers;
    blog = await startBlog({ engines: { nats: nats.url, postgres: postgres.url, replicas: 3 } });
    writers = startWriters(blog.urls.client, 4);
    await more(20);
  }, START_MS);
  afterAll(async () => {
    await writers.stop();
    await blog.stop();
    await servers.remove();
  });

  /** Waits until so many more things were taken. */
  async function more(count: number): Promise<void> {
    const before = writers.taken.length;
    const taken = () => expect(writers.taken.length).toBeGreaterThanOrEqual(before + count);
    await vi.waitFor(taken, LIMITS);
  }

  async function timed(what: string, work: () => Promise<void>): Promise<void> {
    const begun = performance.now();
    await work();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(`F25: ${what} after ${seconds} s\n`);
  }

  const queries = () => Object.entries(blog.urls).filter(([name]) => name.startsWith("query"));

  /** Waits until every reader sees all that was taken so far. */
  async function allSeen(): Promise<void> {
    const texts = [...writers.taken];
    for (const [, url] of queries()) {
      await vi.waitFor(async () => {
        const shown = await (await fetch(`${url}/posts`)).text();
        expect(texts.filter((text) => !shown.includes(`"${text}"`))).toEqual([]);
      }, LIMITS);
    }
  }

  it(
    "take posts while NATS is dead, and publish them when it is back",
    async () => {
      await servers.nats.kill();
      await more(6);
      await servers.nats.start();
      await timed("every query shows what was written while NATS was dead", allSeen);
    },
    START_MS,
  );

  it(
    "go on when PostgreSQL is back",
    async () => {
      await servers.postgres.kill();
      await vi.waitFor(() => expect(writers.unknown.size).toBeGreaterThan(3), LIMITS);
      await servers.postgres.start();
      await timed("something is taken again, with PostgreSQL back,", () => more(1));
      await allSeen();
    },
    START_MS,
  );

  it(
    "stand in for each other: leaders, followers, the gateway's favourites",
    async () => {
      for (const name of [
        "posts",
        "comments-2",
        "moderation-3",
        "query-2",
        "comments",
        "posts-3",
      ]) {
        await blog.kill(name);
        await timed(`without ${name}, something is taken again`, () => more(4));
        await blog.start(name, "alive");
      }
      await timed("every query shows everything, with all replicas back,", allSeen);
    },
    START_MS,
  );

  it(
    "have kept every promise in the end",
    async () => {
      await writers.stop();
      await blog.kill("event-bus");
      await blog.start("event-bus");

      for (const [, url] of queries())
        await vi.waitFor(async () => expect(await brokenFor(url, writers)).toEqual([]), LIMITS);
      const bus = blog.urls["event-bus"];
      await vi.waitFor(async () => expect(await brokenInLog(bus, writers)).toEqual([]), LIMITS);
      const { taken, unknown } = writers;
      process.stdout.write(`F25: ${taken.length} taken, ${unknown.size} of unknown outcome\n`);
    },
    START_MS,
  );
});
