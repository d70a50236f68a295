// F11. No space left: the bus answers 507 and has stored nothing of it; a service answers 507 and has changed nothing. Once
// there is space again, both go on by themselves. A limit on the number of pages stands for the disk: to SQLite it is the
// same error.

import { openDatabase } from "@blog/common/database/open-database";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { inboxTable } from "@blog/common/messaging/inbox";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApp as createBusApp } from "../../event-bus/src/app.ts";
import { NO_OBSERVER } from "../../event-bus/src/delivery/bus-observer.ts";
import { createAppender } from "../../event-bus/src/log/appender.ts";
import { DEFAULTS } from "../../event-bus/src/delivery/delivery-settings.ts";
import { createEventLog } from "../../event-bus/src/log/event-log.ts";
import { listen } from "../../event-bus/test/listening.ts";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { createApp as createPostsApp } from "../../posts/src/app.ts";
import { createPostStore, postsTable } from "../../posts/src/post-store.ts";

function post(url: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

describe("When the disk is full (F11)", () => {
  it("the bus answers 507, keeps no part of it, and takes it once there is space", async () => {
    const sqlite = openSqlite(newLogFile());
    onTestFinished(() => sqlite.close());
    const log = createEventLog(sqlite);
    const { append } = createAppender(log, { capacity: 100, onAppended: () => {} });
    const bus = {
      ...{
        log,
        append,
        subscriptions: new Map(),
        settings: DEFAULTS,
        observer: NO_OBSERVER,
        wake() {},
      },
      ...{
        seen() {},
        added: new Map(),
        addSubscriber() {},
        settleAdded() {},
        async removeSubscriber() {},
        async close() {},
      },
      ...{ file: ":memory:", backUp: () => [], withheldFrom: () => () => false },
    };
    const { url } = await listen(createBusApp({ bus }).app);
    const large = { type: "PostCreated", data: { id: "p2", title: "x".repeat(90_000) } };
    await post(`${url}/events`, { type: "PostCreated", data: { id: "p1", title: "" } });

    sqlite.prepare("PRAGMA max_page_count = 10").get();
    const refusal = await post(`${url}/events`, large);
    expect(refusal.status).toBe(507);
    expect(refusal.headers.get("content-type")).toContain("application/problem+json");
    expect(log.tail()).toBe(1);

    sqlite.prepare("PRAGMA max_page_count = 100000").get();
    expect((await post(`${url}/events`, large)).headers.get("event-bus-position")).toBe("2");
    // What is checked at a start: no gap, and no trace of what was refused in the chain of checksums.
    expect(createEventLog(sqlite).tail()).toBe(2);
  });

  it("a service answers 507, has neither the post nor its event, and goes on once there is space", async () => {
    const tables = [postsTable, inboxTable, outboxTable];
    const db = await openDatabase(`sqlite:${newLogFile()}`, tables);
    onTestFinished(() => db.close());
    const outbox = createOutbox(db, "posts");
    const { url } = await listen(createPostsApp({ db, posts: createPostStore(db), outbox }).app);
    const [{ page_count: pages } = { page_count: 0 }] = await db.query<{ page_count: number }>(
      "PRAGMA page_count",
    );

    await db.query(`PRAGMA max_page_count = ${pages}`);
    const statuses = new Set<number>();
    // A few fit into what the pages have left.
    for (let n = 0; n < 60; n += 1)
      statuses.add((await post(`${url}/posts`, { title: "x".repeat(200) })).status);
    const written = Object.keys((await (await fetch(`${url}/posts`)).json()) as object);
    expect([...statuses].toSorted()).toEqual([201, 507]);
    expect(await outbox.depth()).toBe(written.length);

    await db.query("PRAGMA max_page_count = 100000");
    expect((await post(`${url}/posts`, { title: "There is space again" })).status).toBe(201);
    expect(await outbox.depth()).toBe(written.length + 1);
  });
});
