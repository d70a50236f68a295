// How long a subscriber is behind: by the bus's own clock, since it accepted the event. What time its publisher gave it, by a
// clock that is wrong or as a joke, changes nothing.

import { afterEach, describe, expect, it, vi } from "vitest";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { createEventLog } from "../src/log/event-log.ts";
import { checksumOf, seedOf } from "../src/log/event-log-check.ts";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";
import { crashImage, newLogFile } from "./test-folder.ts";

/** A bus with a subscriber that is away. */
function startBehind() {
  // No server listens there. A port that was free a moment ago may be that of another test by now.
  return startTestBus({ subscribers: "a=http://127.0.0.1:1" });
}

afterEach(() => void vi.useRealTimers());

describe("The lag of a subscriber", () => {
  it.each(["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2999-12-31T23:59:59+14:00"])(
    "counts from the acceptance of an event whose own time is %s",
    async (time) => {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-21T12:00:00Z") });
      const single = await startBehind();
      const batch = await startBehind();
      await single.post({ type: "A", data: {} }, { "ce-time": time });
      await batch.post([{ ...cloudEvent("1"), time }], BATCH);

      vi.setSystemTime("2026-11-21T12:00:07Z");

      expect(single.status("a").lag).toEqual({ events: 1, seconds: 7 });
      expect(batch.status("a").lag).toEqual({ events: 1, seconds: 7 });
    },
  );

  it("goes on counting when the bus is restarted", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-21T12:00:00Z") });
    const first = await startBehind();
    await first.publish("A");

    const second = await first.restart();
    vi.setSystemTime("2026-11-21T13:00:00Z");

    expect(second.status("a").lag).toEqual({ events: 1, seconds: 3600 });
  });

  it("is never less than nothing, also where the clock was set back", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-21T12:00:00Z") });
    const bus = await startBehind();
    await bus.publish("A");

    vi.setSystemTime("2026-11-21T11:00:00Z");

    expect(bus.status("a").lag).toEqual({ events: 1, seconds: 0 });
  });
});

describe("A log from before events were stored with the time of their acceptance", () => {
  it("is opened and continued, and checked as before", () => {
    const file = newLogFile();
    const event = { id: "old", type: "A", attributes: "{}", data: "{}", extra: null };
    const checksum = checksumOf({ ...event, position: 1, acceptedAt: null }, seedOf("log"));
    const sqlite = openSqlite(file);
    sqlite.exec(`
      CREATE TABLE log (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), id TEXT NOT NULL) STRICT;
      INSERT INTO log VALUES (1, 'log');
      CREATE TABLE events (
        position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
        attributes TEXT NOT NULL, data TEXT NOT NULL, extra TEXT, checksum INTEGER NOT NULL
      ) STRICT;
      INSERT INTO events VALUES (1, 'old', 'A', '{}', '{}', NULL, ${checksum});
    `);
    sqlite.close();

    const log = createEventLog(openSqlite(file));
    log.append([[{ ...event, id: "new" }]]);
    log.close();

    const again = createEventLog(openSqlite(crashImage(file)));
    const [old, added] = again.read(0, 10);
    again.close();
    expect(old).toMatchObject({ id: "old", acceptedAt: null });
    expect(added).toMatchObject({ id: "new", acceptedAt: expect.any(Number) });
  });
});
