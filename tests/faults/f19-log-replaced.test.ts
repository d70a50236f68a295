// F19. The log is gone, and there is a new one. Positions begin at 1 again; consumers know by the log's identity that these
// are others, and start over: nothing of the new log is taken for known, nothing of the old one is forgotten.

import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { crashImage, newLogFile } from "../../event-bus/test/test-folder.ts";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

describe("When the log is replaced (F19)", () => {
  it("a consumer starts over with the new one, and skips nothing of it", async () => {
    const journal = await startTestJournal("journal");
    const file = newLogFile();
    const old = await startTestBus({ subscribers: journal.subscriber, file });
    for (const id of ids(8)) await publish(old.url, id);
    await expectPromisesKept(old.url, { journals: [journal], written: ids(8) });
    await old.stop();

    // The log is moved away; what the bus remembers about its subscribers is still there.
    const replaced = crashImage(file);
    for (const end of ["", "-wal"]) rmSync(replaced + end, { force: true });
    const { subscriber: subscribers } = journal;
    const { url, bus } = await startTestBus({ subscribers, file: replaced });
    const written = ids(3, "new-");
    for (const id of written) await publish(url, id);

    await expect.poll(() => journal.effects()).toHaveLength(11);
    const effects = await journal.effects();
    const fresh = effects.filter(({ log }) => log === bus.log.id);
    expect(fresh.map(({ id, position }) => [id, position])).toEqual([
      ["new-1", 1],
      ["new-2", 2],
      ["new-3", 3],
    ]);
    const newOnly = { name: "journal", effects: async () => fresh };
    await expectPromisesKept(url, { journals: [newOnly], written });
  });

  it("what is in the new log again, under the same id, does not take effect again", async () => {
    const journal = await startTestJournal("journal");
    const old = await startTestBus({ subscribers: journal.subscriber });
    for (const id of ids(3)) await publish(old.url, id);
    await expectPromisesKept(old.url, { journals: [journal], written: ids(3) });
    await old.stop();

    const next = await startTestBus({ subscribers: journal.subscriber });
    for (const id of ["p3", "p4", "p1"]) await publish(next.url, id);

    await expect.poll(() => next.status("journal").lag.events).toBe(0);
    expect((await journal.effects()).map(({ id }) => id)).toEqual(["p1", "p2", "p3", "p4"]);
  });
});
