// F27. Log and subscriptions of the bus are restored together, from a backup of one moment. What was accepted since is gone
// from the log, and its positions are given to others, in a log with the same identity. A consumer whose checkpoint is no
// longer in it starts over, and skips nothing of what is published from then on.

import { copyFileSync, existsSync, rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expectPromisesKept, ids, read, publish } from "./promises.ts";
import { type ServiceProcess, startService } from "./service-process.ts";
import { startTestJournal } from "./test-journal.ts";

const ENDS = ["", "-wal", "-shm"];

function filesOf({ databaseFile }: ServiceProcess): string[] {
  return [databaseFile, databaseFile.replace(".db", "-subscriptions.db")];
}

function backUp(bus: ServiceProcess): void {
  for (const file of filesOf(bus))
    for (const end of ENDS)
      if (existsSync(file + end)) copyFileSync(file + end, `${file}.backup${end}`);
}

function restore(bus: ServiceProcess): void {
  for (const file of filesOf(bus)) {
    for (const end of ENDS) {
      rmSync(file + end, { force: true });
      if (existsSync(`${file}.backup${end}`)) copyFileSync(`${file}.backup${end}`, file + end);
    }
  }
}

const titles = async (query: ServiceProcess) =>
  Object.keys(await read<Record<string, unknown>>(`${query.url}/posts`)).toSorted();

describe("When the bus is restored from a backup (F27)", () => {
  it.each([
    ["while the blog is quiet, and new events reuse some positions only", 2, 0],
    ["and new events have reused all positions before a consumer can notice", 9, 9],
  ])("%s, no consumer skips what is published afterwards", async (_, count, before) => {
    const journal = await startTestJournal("journal");
    const query = await startService("query", { env: { EVENT_BUS_URL: "http://localhost:9" } });
    const SUBSCRIBERS = `${journal.subscriber},query=${query.url}`;
    const bus = await startService("event-bus", { env: { SUBSCRIBERS } });
    for (const id of ids(4)) await publish(bus.url, id);
    await expectPromisesKept(bus.url, { journals: [journal], written: ids(4) });
    await bus.kill("SIGTERM", { meanwhile: () => backUp(bus) });
    for (const id of ids(9)) await publish(bus.url, id);
    await expectPromisesKept(bus.url, { journals: [journal], written: ids(9) });
    await expect.poll(() => titles(query)).toHaveLength(9);

    await journal.network.close();
    await bus.kill("SIGTERM", { meanwhile: () => restore(bus) });
    const later = ids(count, "later-");
    for (const id of later.slice(0, before)) await publish(bus.url, id);
    await journal.network.open();
    for (const id of later.slice(before)) await publish(bus.url, id);

    const expected = [...ids(9), ...later].toSorted();
    await expect.poll(() => titles(query), { timeout: 15_000 }).toEqual(expected);
    await expect
      .poll(async () => (await journal.effects()).map(({ id }) => id).toSorted(), {
        timeout: 15_000,
      })
      .toEqual(expected);
  });

  it("a service that was down meanwhile catches up from where the two histories part", async () => {
    const bus = await startService("event-bus", { env: { SUBSCRIBERS: "none" } });
    const query = await startService("query", { env: { EVENT_BUS_URL: bus.url } });
    for (const id of ids(4)) await publish(bus.url, id);
    await bus.kill("SIGTERM", { meanwhile: () => backUp(bus) });
    for (const id of ids(9)) await publish(bus.url, id);
    await query.kill("SIGTERM");
    await expect.poll(() => titles(query)).toHaveLength(9);

    await bus.kill("SIGTERM", { meanwhile: () => restore(bus) });
    const later = ids(9, "later-");
    for (const id of later) await publish(bus.url, id);
    await query.kill("SIGTERM");

    await expect
      .poll(() => titles(query), { timeout: 15_000 })
      .toEqual([...ids(9), ...later].toSorted());
  });
});
