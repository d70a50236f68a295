// A service that hears from NATS and writes down the titles of posts, for tests of how it hears.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { startConsumer } from "@blog/common/delivery/consumer";
import { openDatabase } from "@blog/common/database/open-database";
import { isPullBus, type PullBus } from "@blog/common/messaging/event-bus";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { pino } from "pino";
import { afterEach, beforeEach, onTestFinished } from "vitest";
import { eventSaying } from "./event-bus.contract.ts";
import { startNats } from "./nats-server.ts";
import type { TestServer } from "./server-process.ts";

const titles = "CREATE TABLE titles (seq INTEGER PRIMARY KEY, title TEXT NOT NULL)";

export const log = pino({ level: "silent" });
export const retryPolicy = { retryFirstMs: 1, retryMaxMs: 20, parkAfter: 3 };

export interface NatsScene {
  /** Of the test that runs now. */
  server: TestServer;
  bus: PullBus;
  /** Another connection. */
  connect(): Promise<PullBus>;
  say(...titles: string[]): Promise<void>;
}

/** For each test a server of its own, and a connection to it. To be called in a describe. */
export function setNatsScene(program: string): NatsScene {
  // Both are there before the first test looks.
  const scene = {} as NatsScene;
  beforeEach(async () => {
    scene.server = await startNats(program);
    scene.connect = () => connectTo(scene.server.url);
    scene.bus = await scene.connect();
    scene.say = (...said) => scene.bus.publish(said.map((title) => eventSaying(title)));
  });
  afterEach(() => scene.server.remove());
  return scene;
}

async function connectTo(url: string): Promise<PullBus> {
  const opened = await connectEventBus(url);
  if (!isPullBus(opened)) throw new Error("Over NATS, a bus can be followed.");
  onTestFinished(() => opened.close());
  return opened;
}

export interface TitlesService {
  start(bus: PullBus): ReturnType<typeof startConsumer>;
  heard(): Promise<string[]>;
}

/** `mind` is what goes wrong when it hears a title. */
export async function openTitlesService(
  mind: (title: string) => void = () => {},
): Promise<TitlesService> {
  const db = await openDatabase("sqlite::memory:", [inboxTable, titles]);
  onTestFinished(() => db.close());
  const inbox = createInbox(db, {
    async PostCreated({ data: { title } }, tx) {
      mind(title);
      await tx.query("INSERT INTO titles (title) VALUES ($1)", [title]);
    },
  });

  return {
    start(bus) {
      const consumer = startConsumer({ bus, inbox, log, name: "titles", retryPolicy });
      onTestFinished(consumer.stop);
      return consumer;
    },
    async heard() {
      const rows = await db.query<{ title: string }>("SELECT title FROM titles ORDER BY seq");
      return rows.map(({ title }) => title);
    },
  };
}
