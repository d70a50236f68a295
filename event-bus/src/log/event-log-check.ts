// The check of the whole log at start: SQLite's own (structure, index) and ours (content, order, gaps, identity). A damaged
// log is not served: subscribers would handle events that were never published, and the damage would reach their databases.

import { crc32 } from "@blog/common/base/checksum";
import { damagedFile } from "@blog/common/database/damaged-file";
import type { DatabaseFile } from "@blog/common/database/database-file";
import type { StoredEvent } from "./stored-event.ts";

const PAGE_SIZE = 1000;

// The text that checksumOf makes. SQLite puts it together in half the time, and a start has to read every event.
const TEXT =
  "concat_ws(char(10), position, id, type, attributes, data, coalesce(extra, ''), accepted_at) AS text";

/** What the chain of checksums begins with, so that the identity is checked too. */
export const seedOf = (id: string): number => crc32(id);

/** CRC-32 over an event and the checksum before it. Finds accidents, not attackers: a program that can write the file can compute checksums. */
export function checksumOf(
  { position, id, type, attributes, data, extra, acceptedAt }: Omit<StoredEvent, "checksum">,
  previous: number,
): number {
  const parts = [position, id, type, attributes, data, extra ?? ""];
  // As concat_ws does it, which leaves out what is null.
  if (acceptedAt !== null) parts.push(acceptedAt);
  return crc32(parts.join("\n"), previous);
}

/** Reads every row once. Throws an error that names the first damaged position. */
export function verifyLog(db: DatabaseFile, id: string): { tail: number; checksum: number } {
  const [verdict] = Object.values(db.prepare("PRAGMA integrity_check(1)").get() ?? {});
  if (verdict !== "ok") throw damage(`SQLite finds: ${verdict}`);

  const select = db.prepare(
    `SELECT position, checksum, ${TEXT} FROM events WHERE position > ? ORDER BY position LIMIT ${PAGE_SIZE}`,
  );
  type Row = { position: number; checksum: number; text: string };
  let tail = 0;
  let checksum = seedOf(id);
  for (;;) {
    const rows = select.all(tail) as object[] as Row[];
    for (const row of rows) {
      if (row.position !== tail + 1) throw damage(`position ${tail + 1} is missing`);
      checksum = crc32(row.text, checksum);
      if (row.checksum !== checksum)
        throw damage(`the event at position ${row.position} is not what was stored`);
      tail = row.position;
    }
    if (rows.length < PAGE_SIZE) return { tail, checksum };
  }
}

/** An error that isDamagedFile recognises, with what an operator can do. */
export function damage(what: string): Error {
  return damagedFile(
    `The event log is damaged: ${what}. Restore the file from a backup, or move it away to start a new log: ` +
      "services keep what they know and follow the new one from its start.",
  );
}
