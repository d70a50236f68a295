// A worker that reads ahead sees the same log, and asks for less of it.

import { describe, expect, it, vi } from "vitest";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { createEventLog } from "../src/log/event-log.ts";
import { readAhead } from "../src/delivery/read-ahead.ts";
import { toNewEvent } from "../src/log/stored-event.ts";

function openLog() {
  const log = createEventLog(openSqlite(":memory:"));
  const append = (count: number) => {
    const events = Array.from({ length: count }, (_, index) =>
      toNewEvent(
        { id: `e${log.tail() + index + 1}`, source: "test", time: "2026-01-01T00:00:00Z" },
        { type: "T", data: {} },
      ),
    );
    log.append([events]);
  };
  const read = vi.spyOn(log, "read");
  return { log, append, read, ahead: readAhead(log) };
}

describe("Reading ahead", () => {
  it("gives what the log gives, forwards, backwards, and beyond an end that moves", () => {
    const { log, append, ahead } = openLog();
    const places = [0, 0, 1, 2, 19, 20, 21, 22, 5, 59, 60, 61, 200, 58];

    for (const size of [0, 30, 30, 1, 100]) {
      append(size);
      for (const after of places)
        for (const limit of [1, 1, 3, 25, 1])
          expect(ahead.read(after, limit)).toEqual(log.read(after, limit));
    }
  });

  it("one event after the other, each with the one before, asks the log for many at a time", () => {
    const { append, read, ahead } = openLog();
    append(1000);

    for (let position = 1; position < 1000; position += 1) {
      ahead.read(position, 1);
      ahead.read(position - 1, 1);
    }

    expect(read.mock.calls.length).toBeLessThan(100);
  });

  it("batches, each with the event before, asks for each of them once", () => {
    const { append, read, ahead } = openLog();
    append(1000);

    for (let position = 200; position < 1000; position += 200) {
      ahead.read(position, 200);
      ahead.read(position - 1, 1);
    }

    expect(read).toHaveBeenCalledTimes(4);
  });
});
