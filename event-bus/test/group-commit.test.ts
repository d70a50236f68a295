// Requests that wait together share one transaction and one fsync; no request waits for others that have not come.

import type { Problem } from "@blog/common/base/problem";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { createAppender } from "../src/log/appender.ts";
import { createEventLog, type EventLog } from "../src/log/event-log.ts";
import type { NewEvent } from "../src/log/stored-event.ts";
import { newLogFile } from "./test-folder.ts";

function openCountingLog(): EventLog & { groups: number[] } {
  const log = createEventLog(openSqlite(newLogFile()));
  onTestFinished(log.close);
  const groups: number[] = [];
  return {
    ...log,
    groups,
    append(requests) {
      groups.push(requests.length);
      return log.append(requests);
    },
  };
}

function event(id: string, data = "{}"): NewEvent {
  return { id, type: "T", attributes: '{"source":"test"}', data, extra: null };
}

const quiet = { capacity: 100, onAppended: () => {} };

describe("Requests to append", () => {
  it("share one transaction when they wait at the same time", async () => {
    const log = openCountingLog();
    const { append } = createAppender(log, quiet);
    const ids = Array.from({ length: 20 }, (_, index) => `e${index}`);

    const positions = await Promise.all(ids.map((id) => append([event(id)])));
    await new Promise(setImmediate);

    expect(log.groups).toEqual([20]);
    expect(positions.flat()).toEqual(ids.map((_, index) => index + 1));
  });

  it("do not wait for others to come", async () => {
    const log = openCountingLog();
    const { append } = createAppender(log, quiet);

    await append([event("a")]);
    await append([event("b")]);

    expect(log.groups).toEqual([1, 1]);
  });

  it("do not suffer from one among them that is refused", async () => {
    const log = openCountingLog();
    const { append } = createAppender(log, quiet);
    await append([event("a")]);

    const answers = await Promise.allSettled([
      append([event("b")]),
      append([event("c"), event("a", '{"other":1}')]),
      append([event("d")]),
    ]);

    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log.read(0, 10).map(({ id }) => id)).toEqual(["a", "b", "d"]);
  });

  it("see each other: the same event twice in one group is one event", async () => {
    const log = openCountingLog();
    const { append } = createAppender(log, quiet);

    const positions = await Promise.all([append([event("a")]), append([event("a")])]);

    expect(positions).toEqual([[1], [1]]);
    expect(log.tail()).toBe(1);
  });

  it("are refused with 503 when too many wait: memory is not a queue", async () => {
    const { append } = createAppender(openCountingLog(), { ...quiet, capacity: 2 });
    const waiting = [append([event("a")]), append([event("b")])];

    const refusal = await Promise.resolve()
      .then(() => append([event("c")]))
      .catch((error: Problem) => error);

    expect(refusal).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    await Promise.all(waiting);
    await expect(append([event("c")])).resolves.toEqual([3]);
  });
});
