// Known mistakes, put into the real code from outside: at the ports it is given as arguments. A checker that does not find
// them has shown nothing about the code without them.

import type { Clock } from "@blog/common/base/clock";
import type { Database, Queryable, Value } from "@blog/common/database/database";
import type { Delivery } from "@blog/common/wire/delivery";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { Bus } from "../../../event-bus/src/bus.ts";

export interface Bugs {
  outbox?(outbox: Outbox): Outbox;
  inbox?(inbox: CheckpointedInbox): CheckpointedInbox;
  inboxDatabase?(db: Database): Database;
  bus?(bus: Bus, clock: Clock): Bus;
}

const isEffect = (sql: string) => sql.startsWith("INSERT INTO effects");
const isId = (sql: string) => sql.startsWith("INSERT INTO inbox");
const isCheckpoint = (sql: string) => sql.startsWith("INSERT INTO checkpoint");

/** By what they do. */
export const bugs: Record<string, Bugs> = {
  "deletes an outbox row before the bus has it": {
    outbox: (outbox) => ({
      ...outbox,
      async waiting(limit) {
        const events = await outbox.waiting(limit);
        await outbox.remove(events);
        return events;
      },
    }),
  },
  "does not remember ids": {
    inboxDatabase: (db) =>
      withQueries(db, (tx) => async (sql, params) => {
        const rows = await tx.query(sql, params);
        return isId(sql) ? [{ id: "always new" }] : rows;
      }),
  },
  "moves the checkpoint before the effect": {
    inboxDatabase: (db) => inTwoTransactions(db, isEffect),
  },
  "moves the checkpoint after the effect": {
    inboxDatabase: (db) => inTwoTransactions(db, (sql) => isId(sql) || isCheckpoint(sql)),
  },
  "skips poison silently": {
    inbox: (inbox) => ({
      ...inbox,
      async receive(delivery) {
        for (const event of delivery.events) {
          const alone = { ...withoutHistory(delivery), events: [event] };
          // There is no handler for such a type, so that it counts as done.
          const skipped = { ...alone, events: [{ ...event, type: "Nothing" }] };
          const outcome = await inbox.receive(alone).catch(() => inbox.receive(skipped));
          if (outcome !== "done") return outcome;
        }
        return delivery.events.length > 0 ? "done" : inbox.receive(delivery);
      },
    }),
  },
  "does not notice a gap": {
    inbox: (inbox) => ({
      ...inbox,
      receive: (delivery) => inbox.receive({ ...withoutHistory(delivery), previous: 0 }),
    }),
  },
  "does not compare histories": {
    inbox: (inbox) => ({
      ...inbox,
      receive: (delivery) => inbox.receive(withoutHistory(delivery)),
    }),
  },
  "answers before the commit": {
    bus: (bus, clock) => ({
      ...bus,
      async append(events) {
        clock.setTimer(() => void bus.append(events).catch(() => undefined), 20);
        return events.map(() => 1);
      },
    }),
  },
};

function withoutHistory({ previousChecksum: _, ...delivery }: Delivery): Delivery {
  return delivery;
}

type Query = (sql: string, params?: Value[]) => Promise<object[]>;

function withQueries(db: Database, change: (tx: Queryable) => Query): Database {
  return {
    ...db,
    transaction: (work) =>
      // Rows are what the SQL selects; these are the same rows.
      db.transaction((tx) => work({ query: change(tx) as Queryable["query"] })),
  };
}

/** What should be one transaction is two: the statements chosen are run in the second one. */
function inTwoTransactions(db: Database, isLater: (sql: string) => boolean): Database {
  return {
    ...db,
    async transaction(work) {
      const later: [string, Value[] | undefined][] = [];
      const first = withQueries(db, (tx) => async (sql, params) => {
        if (!isLater(sql)) return tx.query(sql, params);
        if (isId(sql) && (await isKnown(tx, params))) return [];
        later.push([sql, params]);
        return [{ id: "new" }];
      });
      const result = await first.transaction(work);
      await db.transaction(async (tx) => {
        for (const [sql, params] of later) await tx.query(sql, params);
      });
      return result;
    },
  };
}

async function isKnown(tx: Queryable, params: Value[] = []): Promise<boolean> {
  return (await tx.query("SELECT id FROM inbox WHERE id = $1", params)).length > 0;
}
