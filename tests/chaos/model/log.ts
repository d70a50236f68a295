// The log as the bus keeps it on disk.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";

export interface Log {
  id: string;
  ids: string[];
  /** Known only to the checker: what was acknowledged in another life may be gone. */
  life: number;
}

/** Takes the place of a checksum: a text that names all events up to a position. */
export function checksumAt({ id, ids }: Log, position: number): string {
  return [id, ...ids.slice(0, position)].join();
}

export function eventAt(log: Log, position: number): ReceivedEvent {
  const id = log.ids[position - 1]!;
  return { id, type: "E", data: {}, position, checksum: checksumAt(log, position) };
}
