// A service that writes down the titles of the posts it hears of, for tests of how events are heard.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { openTestDatabase } from "./test-database.ts";

const heardTable = "CREATE TABLE heard (seq INTEGER PRIMARY KEY, title TEXT)";

/** `onTitle` is called inside the handler; the title "poison" cannot be handled. */
export async function createPostListener(onTitle: (title: string) => void = () => {}) {
  const db = await openTestDatabase(inboxTable, heardTable);
  const inbox = createInbox(db, {
    async PostCreated({ data: { title } }, tx) {
      await tx.query("INSERT INTO heard (title) VALUES ($1)", [title]);
      onTitle(title);
      if (title === "poison") throw new Error("cannot handle this");
    },
  });

  async function heard(): Promise<string[]> {
    const rows = await db.query<{ title: string }>("SELECT title FROM heard ORDER BY seq");
    return rows.map(({ title }) => title);
  }

  return { inbox, heard };
}

/** The news of a post as it stands in our bus's log. */
export function postAt(position: number, title = `post ${position}`): ReceivedEvent {
  return { id: `event-${position}`, position, type: "PostCreated", data: { id: title, title } };
}
