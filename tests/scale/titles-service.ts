// A service that consumes from NATS and writes down the titles of posts, for tests of how it consumes.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { startConsumer } from "@blog/common/delivery/consumer";
import { DEFAULT_RETRY_POLICY } from "@blog/common/delivery/retry-policy";
import { openDatabase } from "@blog/common/database/open-database";
import { isPullBus, type PullBus } from "@blog/common/messaging/event-bus";
import { contracts } from "@blog/common/events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { pino } from "pino";
import { afterEach, beforeEach, onTestFinished } from "vitest";
import { eventTitled } from "../contracts/event-bus.ts";
import { startNats } from "./nats-server.ts";
import type { TestServer } from "./server-process.ts";

const titles = "CREATE TABLE titles (seq INTEGER PRIMARY KEY, title TEXT NOT NULL)";

export const log = pino({ level: "silent" });
export const retryPolicy = {
  ...DEFAULT_RETRY_POLICY,
  retryFirstMs: 1,
  retryMaxMs: 20,
  parkAfter: 3,
};

export interface NatsScene {
  /** Of the test that runs now. */
  server: TestServer;
  bus: PullBus;
  /** Another connection. */
  connect(): Promise<PullBus>;
  publish(...titles: string[]): Promise<void>;
}

/** For each test a server of its own, and a connection to it. To be called in a describe. */
export function setNatsScene(program: string): NatsScene {
  // Both are there before the first test looks.
  const scene = {} as NatsScene;
  beforeEach(async () => {
    scene.server = await startNats(program);
    scene.connect = () => connectTo(scene.server.url);
    scene.bus = await scene.connect();
    scene.publish = (...all) => scene.bus.publish(all.map((title) => eventTitled(title)));
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
  handled(): Promise<string[]>;
}

/** `mind` is what goes wrong when it handles a title. */
export async function openTitlesService(
  mind: (title: string) => void | Promise<void> = () => {},
): Promise<TitlesService> {
  const db = await openDatabase("sqlite::memory:", [inboxTable, titles]);
  onTestFinished(() => db.close());
  const inbox = createInbox(db, contracts, {
    async PostCreated({ data: { title } }, tx) {
      await mind(title);
      await tx.query("INSERT INTO titles (title) VALUES ($1)", [title]);
    },
  });

  return {
    start(bus) {
      const consumer = startConsumer({ bus, inbox, log, name: "titles", retryPolicy });
      onTestFinished(consumer.stop);
      return consumer;
    },
    async handled() {
      const rows = await db.query<{ title: string }>("SELECT title FROM titles ORDER BY seq");
      return rows.map(({ title }) => title);
    },
  };
}
