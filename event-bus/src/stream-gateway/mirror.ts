// The bus as a gateway to a stream (NATS) that others use directly. What is posted here goes into the stream; this bus's own
// log is a copy of it, in the same order, and is delivered and read as always. So original services can take part.
//
// A position here is one in the copy: an id that stands in the stream twice, because it was published again much later, is
// copied once. How far the copy has come is a hint: what is copied again is known by its id.

import { pause } from "@blog/common/base/backoff";
import {
  type Checkpoint,
  judge,
  readCheckpoint,
  START,
  writeCheckpoint,
} from "@blog/common/messaging/checkpoint";
import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import type { Database } from "@blog/common/database/database";
import type { PullBus } from "@blog/common/messaging/event-bus";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import { derivedId } from "@blog/common/base/ids";
import { Problem } from "@blog/common/base/problem";
import type { Bus } from "../bus.ts";
import { attributesOf, type NewEvent, toNewEvent } from "../log/stored-event.ts";

export const mirrorTable = `
  CREATE TABLE IF NOT EXISTS mirror (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    log TEXT NOT NULL,
    length INTEGER NOT NULL,
    checkpoint TEXT NOT NULL
  );
`;

const ARRIVAL_MS = 5000;

export interface Mirror {
  /** Copies what it receives. */
  inbox: CheckpointedInbox;
  /** Like the append of the bus, but into the stream. Resolves once the events have come back from there. */
  append: Bus["append"];
}

export async function openMirror(bus: Bus, stream: PullBus, db: Database): Promise<Mirror> {
  let checkpoint = await load(bus, db);
  let waiting: (() => void)[] = [];

  async function publish(events: NewEvent[]): Promise<void> {
    try {
      await stream.publish(events.map(toOutgoing));
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw notNow("The event stream cannot be reached right now.");
    }
  }

  async function waitFor(events: NewEvent[]): Promise<void> {
    const deadline = AbortSignal.timeout(ARRIVAL_MS);
    while (events.some(({ id }) => !bus.log.knows(id))) {
      if (deadline.aborted) throw notNow("The events are stored, and on their way here.");
      await Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), pause(100)]);
    }
  }

  return {
    inbox: {
      checkpoint: async () => checkpoint,
      async receive(delivery) {
        const { outcome } = judge(delivery, checkpoint);
        if (outcome !== "done") return outcome;
        if (delivery.events.length > 0) await bus.append(delivery.events.map(toCopy));
        // A redriven event may have been taken while these were appended.
        const { reached } = judge(delivery, checkpoint);
        if (reached !== checkpoint) await save(bus, db, reached);
        checkpoint = reached;
        for (const wake of waiting) wake();
        waiting = [];
        return outcome;
      },
    },

    async append(events) {
      const unknown = events.filter(({ id }) => !bus.log.knows(id));
      // Also finds that an id names another event: the stream itself would notice that for some minutes only.
      if (unknown.length < events.length)
        await bus.append(events.filter((event) => !unknown.includes(event)));
      await publish(unknown);
      await waitFor(unknown);
      return bus.append(events);
    },
  };
}

function toOutgoing(event: NewEvent) {
  const { type, data, extra } = event;
  return {
    ...attributesOf(event),
    type,
    // Written by toNewEvent, and nowhere else.
    data: JSON.parse(data) as Record<string, unknown>,
    ...(extra !== null && { extra: JSON.parse(extra) as Record<string, unknown> }),
  };
}

// An event in the stream may have no id. Copied again, it must get the same one.
function toCopy({ type, data, extra, ...event }: ReceivedEvent): NewEvent {
  const { position, checksum: _, ...attributes } = event;
  const given = {
    id: derivedId(`${position} ${JSON.stringify(data)}`, type),
    source: "unknown",
    time: new Date().toISOString(),
    ...attributes,
  };
  return toNewEvent(given, { type, data, ...extra });
}

async function load({ log }: Bus, db: Database): Promise<Checkpoint> {
  type Row = { log: string; length: number; checkpoint: string };
  const [row] = await db.query<Row>("SELECT log, length, checkpoint FROM mirror");
  // Of another copy, or of more than there is of this one: copied again from the start.
  if (!row || row.log !== log.id || row.length > log.tail()) return START;
  // Written by save below, and nowhere else.
  return readCheckpoint(row.checkpoint);
}

async function save({ log }: Bus, db: Database, checkpoint: Checkpoint): Promise<void> {
  await db.query(
    `INSERT INTO mirror (singleton, log, length, checkpoint) VALUES (1, $1, $2, $3)
     ON CONFLICT (singleton) DO UPDATE
     SET log = excluded.log, length = excluded.length, checkpoint = excluded.checkpoint`,
    [log.id, log.tail(), writeCheckpoint(checkpoint)],
  );
}

function notNow(detail: string): Problem {
  return new Problem(503, detail, { headers: { "retry-after": "1" } });
}
