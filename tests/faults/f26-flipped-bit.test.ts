// F26. A bit of the log's file flips. The bus finds it when it starts, and refuses to run: no subscriber gets an event that was never published.

import { readFileSync, writeFileSync } from "node:fs";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it } from "vitest";
import { createEventLog } from "../../event-bus/src/log/event-log.ts";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { createRandom } from "../chaos/processes/random.ts";
import { ids } from "./promises.ts";

const FLIPS = 150;

/** What a bus would find in a file of these bytes. */
function contentOf(bytes: Buffer): string {
  const file = newLogFile();
  writeFileSync(file, bytes);
  const log = createEventLog(openSqlite(file));
  const content = JSON.stringify([log.id, log.read(0, 1000)]);
  log.close();
  return content;
}

describe("A bit flipped in the log (F26)", () => {
  it(`is found at the start, wherever it is: ${FLIPS} tries`, () => {
    const file = newLogFile();
    const sqlite = openSqlite(file);
    const events = ids(40).map((id) => ({
      id,
      type: "PostCreated",
      attributes: '{"source":"posts","time":"2026-11-21T12:00:00Z"}',
      data: JSON.stringify({ id, title: `The post called ${id}, with some words to fill a page` }),
      extra: null,
    }));
    createEventLog(sqlite).append(events.map((event) => [event]));
    sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const bytes = readFileSync(file);
    const content = contentOf(bytes);
    const random = createRandom(26);
    let found = 0;

    for (let flip = 0; flip < FLIPS; flip += 1) {
      const damaged = Buffer.from(bytes);
      const at = random.between(0, bytes.length - 1);
      damaged[at] = damaged[at]! ^ (1 << random.between(0, 7));
      // Where nothing is written, a bit means nothing: then all is as it was.
      try {
        expect(contentOf(damaged), `byte ${at}`).toBe(content);
      } catch (error) {
        if (error instanceof Error && error.name === "AssertionError") throw error;
        found += 1;
      }
    }

    expect(found).toBeGreaterThan(FLIPS / 4);
  });
});
