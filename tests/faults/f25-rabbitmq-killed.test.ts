// F25, over RabbitMQ: the services of a blog are killed, and RabbitMQ itself, while clients write. Nothing is lost, nothing
// takes effect twice, and all goes on by itself.

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Blog, startBlog } from "../kit/blog.ts";
import { requires } from "../requires.ts";
import { brokenFor, brokenInLog } from "../scale/everything-once.ts";
import { startRabbitMq } from "../scale/rabbitmq-server.ts";
import type { TestServer } from "../scale/server-process.ts";
import { startWriters, type Writers } from "../scale/writers.ts";

const START_MS = 240_000;
const LIMITS = { timeout: 90_000, interval: 250 };

requires("rabbitmq")("A blog over RabbitMQ", (program) => {
  let rabbitmq: TestServer;
  let blog: Blog;
  let writers: Writers;

  beforeAll(async () => {
    rabbitmq = await startRabbitMq(program);
    // Its data is in files, so there is one process of each.
    blog = await startBlog({ engines: { rabbitmq: rabbitmq.url, replicas: 1 } });
    writers = startWriters(blog.urls.client, 3);
    await more(20);
  }, START_MS);
  afterAll(async () => {
    await writers.stop();
    await blog.stop();
    await rabbitmq.remove();
  });

  /** Waits until so many more things were taken. */
  async function more(count: number): Promise<void> {
    const before = writers.taken.length;
    const taken = () => expect(writers.taken.length).toBeGreaterThanOrEqual(before + count);
    await vi.waitFor(taken, LIMITS);
  }

  /** Waits until a reader sees all that was taken so far, and a verdict on each comment. */
  async function allSeen(): Promise<void> {
    const texts = [...writers.taken];
    await vi.waitFor(async () => {
      const shown = await (await fetch(`${blog.urls.query}/posts`)).text();
      expect(texts.filter((text) => !shown.includes(`"${text}"`))).toEqual([]);
    }, LIMITS);
  }

  it(
    "takes posts while RabbitMQ is dead, and publishes them when it is back",
    async () => {
      await rabbitmq.kill();
      await more(6);
      await rabbitmq.start();
      await allSeen();
    },
    START_MS,
  );

  it(
    "goes on when each of its services was killed",
    async () => {
      for (const name of ["moderation", "query", "comments", "posts", "event-bus"]) {
        await blog.kill(name);
        await blog.start(name);
        await more(6);
      }
      await allSeen();
    },
    START_MS,
  );

  it(
    "goes on when RabbitMQ and the service that fills a shared queue are killed at once",
    async () => {
      await Promise.all([rabbitmq.kill(), blog.kill("moderation")]);
      await blog.start("moderation", "alive");
      await more(6);
      await rabbitmq.start();
      await allSeen();
    },
    START_MS,
  );

  it(
    "starts while RabbitMQ is away, and loses nothing of what it takes meanwhile",
    async () => {
      await rabbitmq.kill();
      for (const name of ["posts", "comments"]) {
        await blog.kill(name);
        await blog.start(name, "alive");
      }
      await more(6);
      await rabbitmq.start();
      await allSeen();
    },
    START_MS,
  );

  it(
    "has kept every promise in the end",
    async () => {
      await writers.stop();
      await blog.kill("event-bus");
      await blog.start("event-bus");

      const { query, "event-bus": bus } = blog.urls;
      await vi.waitFor(async () => expect(await brokenFor(query, writers)).toEqual([]), LIMITS);
      await vi.waitFor(async () => expect(await brokenInLog(bus, writers)).toEqual([]), LIMITS);
      const { taken, unknown } = writers;
      process.stdout.write(`F25: ${taken.length} taken, ${unknown.size} of unknown outcome\n`);
    },
    START_MS,
  );
});
