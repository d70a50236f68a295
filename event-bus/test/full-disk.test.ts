// A disk without space: the bus reports it, loses nothing, and goes on by itself once there is space. A limit on the number of
// pages stands for the disk: to SQLite it is the same error.

import type { DatabaseFile } from "@blog/common/database/database-file";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEventLog } from "../src/log/event-log.ts";
import type { NewEvent } from "../src/log/stored-event.ts";
import { createSubscriptionStore } from "../src/delivery/subscription-store.ts";
import { newLogFile } from "./test-folder.ts";

function openFile(): DatabaseFile {
  const sqlite = openSqlite(newLogFile());
  onTestFinished(() => sqlite.close());
  return sqlite;
}

function limitTo(sqlite: DatabaseFile, pages: number): void {
  sqlite.prepare(`PRAGMA max_page_count = ${pages}`).get();
}

function event(id: string, size = 10): NewEvent {
  return { id, type: "T", attributes: "{}", data: `{"x":"${"x".repeat(size)}"}`, extra: null };
}

describe("When the disk is full, the log", () => {
  it("refuses with 507, keeps what it has, and takes more once there is space", () => {
    const sqlite = openFile();
    const log = createEventLog(sqlite);
    log.append([[event("a")]]);
    limitTo(sqlite, 8);

    expect(() => log.append([[event("b")], [event("large", 50_000)]])).toThrow(
      expect.objectContaining({ status: 507 }),
    );
    expect(log.tail()).toBe(1);
    expect(log.read(0, 10).map(({ id }) => id)).toEqual(["a"]);

    limitTo(sqlite, 1000);
    expect(log.append([[event("b")], [event("large", 50_000)]])).toEqual([
      { positions: [2] },
      { positions: [3] },
    ]);
    // The chain of checksums has no trace of what was refused.
    expect(createEventLog(sqlite).tail()).toBe(3);
  });
});

describe("When the disk is full, the memory of subscribers", () => {
  it("forgets rather than stopping the deliveries", () => {
    const sqlite = openFile();
    const store = createSubscriptionStore(sqlite, "log");
    store.saveNow("posts", { position: 1, batches: false });
    limitTo(sqlite, 5);
    const reason = "x".repeat(50_000);
    const parked = { position: 2, attempts: 1, time: "", state: "parked" as const };

    store.setParked("posts", { ...parked, reason });

    expect(store.parked("posts")).toEqual([]);
    store.saveSoon("posts", { position: 2, batches: false });
    store.flush();
    expect(store.loadCursor("posts")).toEqual({ position: 2, batches: false });
  });
});
