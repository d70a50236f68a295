// F14. Two replicas of a consumer receive the same and publish the same: the log holds it once. Two buses on one file would tear it
// apart: the second one refuses to start.

import { createLogger } from "@blog/common/base/logger";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { openDatabase } from "@blog/common/database/open-database";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApp } from "../../comments/src/app.ts";
import { commentsTable, createCommentStore } from "../../comments/src/comment-store.ts";
import { openBus } from "../../event-bus/src/bus.ts";
import { listen } from "../../event-bus/test/listening.ts";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { read } from "./promises.ts";
import { startService } from "./service-process.ts";

/** A comments service that can publish only once there is a bus. */
async function startReplica() {
  const tables = [commentsTable, inboxTable, outboxTable];
  const db = await openDatabase(`sqlite:${newLogFile()}`, tables);
  const outbox = createOutbox(db, "comments");
  const { app } = createApp({ db, comments: createCommentStore(db), outbox });
  const { url } = await listen(app);
  onTestFinished(() => db.close());

  function relayTo(busUrl: string): void {
    const bus = connectHttpBus(busUrl);
    const relay = startRelay({ outbox, bus, log: createLogger("comments") });
    onTestFinished(async () => {
      await relay.stop();
      await bus.close();
    });
  }
  return { url, relayTo, commentsOf: (post: string) => read(`${url}/posts/${post}/comments`) };
}

describe("Two replicas of a consumer (F14)", () => {
  it("draw the same conclusion, and it is in the log once", async () => {
    const replicas = [await startReplica(), await startReplica()];
    const subscribers = replicas.map(({ url }, index) => `comments-${index}=${url}`).join(",");
    const { bus, url, publish, status } = await startTestBus({ subscribers });
    for (const replica of replicas) replica.relayTo(url);
    const comment = { id: "c1", postId: "p1", content: "A comment" };

    await publish("PostCreated", { id: "p1", title: "A post" });
    await publish("CommentCreated", { ...comment, status: "pending" });
    await publish("CommentModerated", { ...comment, status: "approved" });

    const types = () => bus.log.read(0, 10).map(({ type }) => type);
    await expect.poll(() => types().at(-1)).toBe("CommentUpdated");
    for (const index of replicas.keys())
      await expect.poll(() => status(`comments-${index}`).lag.events).toBe(0);
    expect(types().filter((type) => type === "CommentUpdated")).toHaveLength(1);
    for (const replica of replicas) {
      const shown = { id: "c1", content: "A comment", status: "approved" };
      expect(await replica.commentsOf("p1")).toEqual([shown]);
    }
  });
});

describe("Two buses on one file (F14)", () => {
  it("are one bus: the second refuses to start, and the first does not notice", async () => {
    const bus = await startService("event-bus", { env: { SUBSCRIBERS: "none" } });
    const second = {
      open: openSqlite,
      file: bus.databaseFile,
      subscribers: [],
      createTransport: () => ({}) as never,
    };

    expect(() => openBus(second)).toThrow("is in use by another process");
    expect(await read(`${bus.url}/events`)).toEqual([]);
  });
});
