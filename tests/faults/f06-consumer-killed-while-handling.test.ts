// F6. The consumer dies while it handles an event: before, inside and after its transaction.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import type { Effect } from "../chaos/checker.ts";
import { ids, read, publish } from "./promises.ts";
import { startService } from "./service-process.ts";

describe("A consumer killed (F6)", () => {
  it.each([
    ["before its handler runs", "inbox.event:3"],
    ["before its commit", "database.commit:2"],
    ["after its commit, before its answer", "database.committed:2"],
  ])("%s does each thing once", async (_, failpoint) => {
    const first = await startTestBus();
    const env = { EVENT_BUS_URL: first.url };
    const journal = await startService("journal", { env, failpoint });
    const bus = await first.restart({
      subscribers: `journal=${journal.url}`,
      settings: { parkAfter: 50 },
    });

    for (const id of ids(6)) await publish(bus.url, id);
    await journal.diedAndCameBack();

    await expect.poll(() => bus.status("journal").cursor).toBe(6);
    const effects = await read<Effect[]>(`${journal.url}/effects`);
    expect(effects.map(({ id, position }) => [id, position])).toEqual(
      ids(6).map((id, index) => [`PostCreated ${id}`, index + 1]),
    );
  });
});
