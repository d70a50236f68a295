// A service that writes down the titles of the posts it receives, for tests of how events are received.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { contracts } from "@blog/common/events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { openTestDatabase } from "./test-database.ts";

const receivedTable = "CREATE TABLE received (seq INTEGER PRIMARY KEY, title TEXT)";

/** `onTitle` is called inside the handler; the title "poison" cannot be handled. */
export async function createPostListener(onTitle: (title: string) => void = () => {}) {
  const db = await openTestDatabase(inboxTable, receivedTable);
  const inbox = createInbox(db, contracts, {
    async PostCreated({ data: { title } }, tx) {
      await tx.query("INSERT INTO received (title) VALUES ($1)", [title]);
      onTitle(title);
      if (title === "poison") throw new Error("cannot handle this");
    },
  });

  async function received(): Promise<string[]> {
    const rows = await db.query<{ title: string }>("SELECT title FROM received ORDER BY seq");
    return rows.map(({ title }) => title);
  }

  return { inbox, received };
}

/** The PostCreated of a post, at its position in our bus's log. */
export function postAt(position: number, title = `post ${position}`): ReceivedEvent {
  return { id: `event-${position}`, position, type: "PostCreated", data: { id: title, title } };
}
