// The check of the whole log at start: SQLite's own (structure, index) and ours (content, order, gaps). A damaged log is
// not served: subscribers would take effect of what nobody said, and the damage would reach their databases.

import { crc32 } from "node:zlib";
import type { Sqlite } from "@blog/common/sqlite";
import type { StoredEvent } from "./stored-event.ts";

type Checked = StoredEvent & { checksum: number };

/** CRC-32 over an event and the checksum before it. Finds accidents, not attackers: who can write the file can count. */
export function checksumOf(
  { position, id, type, attributes, data, extra }: StoredEvent,
  previous: number,
): number {
  return crc32([position, id, type, attributes, data, extra ?? ""].join("\n"), previous);
}

/** Reads every row once. Throws an error that names the first damaged position. */
export function verifyLog(sqlite: Sqlite): { tail: number; checksum: number } {
  const [verdict] = Object.values(sqlite.prepare("PRAGMA quick_check(1)").get() ?? {});
  if (verdict !== "ok") throw damage(`SQLite finds: ${verdict}`);

  let tail = 0;
  let checksum = 0;
  const rows = sqlite.prepare("SELECT * FROM events ORDER BY position").iterate();
  for (const row of rows as Iterable<unknown> as Iterable<Checked>) {
    if (row.position !== tail + 1) throw damage(`position ${tail + 1} is missing`);
    checksum = checksumOf(row, checksum);
    if (row.checksum !== checksum)
      throw damage(`the event at position ${row.position} is not what was stored`);
    tail = row.position;
  }
  return { tail, checksum };
}

function damage(what: string): Error {
  return new Error(
    `The event log is damaged: ${what}. Restore the file from a backup, or move it away to start a new log: ` +
      "services keep what they know and follow the new one from its start.",
  );
}
