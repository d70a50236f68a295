// F17. A consumer's database is restored from an old backup, or is gone. The bus notices by itself, goes back, and the consumer
// ends where it would have been.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

describe("A consumer whose database (F17)", () => {
  it.each([
    ["is an old backup", 4],
    ["is gone", 0],
  ])("%s gets what it has lost, though nothing new is published", async (_, backedUp) => {
    const journal = await startTestJournal("journal");
    const { url } = await startTestBus({ subscribers: journal.subscriber });
    for (const id of ids(backedUp)) await publish(url, id);
    await expect.poll(() => journal.effects()).toHaveLength(backedUp);
    await journal.stop();
    if (backedUp > 0) journal.backUp();
    await journal.start();
    for (const id of ids(9)) await publish(url, id);
    await expect.poll(() => journal.effects()).toHaveLength(9);

    await journal.stop();
    journal.restore();
    await journal.start();

    expect((await journal.effects()).length).toBeLessThan(9);
    await expectPromisesKept(url, { journals: [journal], written: ids(9) });
  });
});
