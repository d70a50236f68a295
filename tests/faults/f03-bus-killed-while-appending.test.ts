// F3. The bus dies while it writes: what it has answered is there, what it has not may be; nothing is there twice or in part,
// and a publisher that asks again gets the position it has.

import { describe, expect, it } from "vitest";
import { expectPromisesKept, ids, read, publish } from "./promises.ts";
import { startService } from "./service-process.ts";

interface LogEntry {
  data: { id: string };
}

describe("A bus killed while it appends (F3)", () => {
  it.each([
    ["in the middle of a group", "log.insert:7"],
    ["before the commit", "log.commit:3"],
    ["after the commit, before the answers", "log.committed:3"],
  ])("%s keeps what it has answered, once", async (_, failpoint) => {
    const bus = await startService("event-bus", { env: { SUBSCRIBERS: "none" }, failpoint });
    const written = ids(20);

    const acknowledged: string[] = [];
    for (const group of [written.slice(0, 4), written.slice(4, 10), written.slice(10)]) {
      const answers = await Promise.all(group.map((id) => publish(bus.url, id)));
      acknowledged.push(...group.filter((_id, index) => answers[index]));
    }
    await bus.diedAndCameBack();
    const survivors = await read<LogEntry[]>(`${bus.url}/events`);
    for (const id of written) expect(await publish(bus.url, id)).toBe(true);

    expect(acknowledged.length).toBeLessThan(written.length);
    // Positions are permanent: what came later stands behind what was there.
    const now = await read<LogEntry[]>(`${bus.url}/events`);
    expect(now.slice(0, survivors.length)).toEqual(survivors);
    const found = survivors.map(({ data }) => data.id);
    expect(found).toEqual(expect.arrayContaining(acknowledged));
    await expectPromisesKept(bus.url, { written });
  });
});
