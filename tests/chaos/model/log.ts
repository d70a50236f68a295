// What the bus keeps on disk: the log, and how each subscriber stands.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import type { Delivery } from "@blog/common/wire/delivery";
import { newMemory, type WorkerMemory } from "./worker-memory.ts";

export interface Log {
  id: string;
  ids: string[];
  /** Known to nobody in there: what was acknowledged in another life may be gone. */
  life: number;
}

export interface Subscription {
  cursor: number;
  /** Where the consumer has said that it is, and what the log says to that. */
  named: Pick<Delivery, "confirmed" | "resetFrom">;
  /** By position. Only a mutant skips one without showing it to anybody. */
  parked: Map<number, "parked" | "redrive" | "discarded" | "skipped">;
  /** For the checker, and not in any file. */
  everParked: Set<string>;
  /** On the disk, as the cursor: it has answered so. */
  acceptsBatches: boolean;
  memory: WorkerMemory;
  /** The request under way: an answer to an earlier one is nobody's any more. */
  underWay: { token: number; delivery: Delivery } | null;
}

export function newSubscription(cursor = 0): Subscription {
  return {
    cursor,
    named: {},
    parked: new Map(),
    everParked: new Set(),
    acceptsBatches: false,
    memory: newMemory(),
    underWay: null,
  };
}

/** What a checksum over all that stands before a position says: which events those are. */
export function checksumAt({ id, ids }: Log, position: number): string {
  return [id, ...ids.slice(0, position)].join();
}

export function eventAt(log: Log, position: number): ReceivedEvent {
  const id = log.ids[position - 1]!;
  return { id, type: "E", data: {}, position, checksum: checksumAt(log, position) };
}
