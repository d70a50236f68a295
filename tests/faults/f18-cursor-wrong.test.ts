// F18. What the bus remembers about a subscriber is gone, too old, or ahead of the truth. The truth is the consumer's own
// checkpoint: nothing is skipped, nothing happens twice.

import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { crashImage, newLogFile } from "../../event-bus/test/test-folder.ts";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

describe("When the cursor of a subscriber (F18)", () => {
  it.each([
    ["is lost", "DELETE FROM cursors"],
    ["stands too far back", "UPDATE cursors SET position = 2"],
    ["stands ahead of what it has handled", "UPDATE cursors SET position = 9"],
  ])("%s, its checkpoint decides", async (_, change) => {
    const journal = await startTestJournal("journal");
    const file = newLogFile();
    const first = await startTestBus({ subscribers: journal.subscriber, file });
    for (const id of ids(5)) await publish(first.url, id);
    await expectPromisesKept(first.url, { journals: [journal], written: ids(5) });
    await journal.network.close();
    for (const id of ids(10)) await publish(first.url, id);
    await first.stop();

    const copy = crashImage(file);
    const sqlite = openSqlite(copy.replace(".db", "-subscriptions.db"));
    sqlite.exec(change);
    sqlite.close();
    await journal.network.open();
    const { url } = await startTestBus({ subscribers: journal.subscriber, file: copy });

    await expectPromisesKept(url, { journals: [journal], written: ids(10) });
  });
});
