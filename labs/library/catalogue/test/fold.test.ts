// The view is a fold of the events: whatever the order, and however often they come, the same events lead to the same view.

import fc from "fast-check";
import { openDatabase } from "@blog/common/database/open-database";
import { inboxTable } from "@blog/common/messaging/inbox";
import { expect, it } from "vitest";
import { byEvents, createViewInbox } from "../src/by-events.ts";
import { createViewStore, viewTables } from "../src/view-store.ts";
import { ada } from "./catalogue-scene.ts";

const book = { id: "1", title: "Notes", authorId: "ada", publishedYear: 1843, createdAt: "x" };
const events = [
  { type: "AuthorCreated", data: { ...ada, version: 1 } },
  { type: "AuthorUpdated", data: { ...ada, name: "Ada Lovelace", version: 2 } },
  { type: "BookCreated", data: { ...book, version: 1 } },
  { type: "BookUpdated", data: { ...book, title: "Notes, revised", version: 2 } },
  { type: "BookCreated", data: { ...book, id: "2", version: 1 } },
  { type: "BookDeleted", data: { id: "2", version: 2 } },
  { type: "BookCreated", data: { ...book, id: "3", authorId: "bob", version: 1 } },
  { type: "AuthorDeleted", data: { id: "bob", version: 2 } },
  { type: "AuthorCreated", data: { ...ada, id: "bob", name: "Bob", version: 1 } },
];

it("The same events lead to the same view, in any order and however often they come", async () => {
  const any = fc.array(fc.constantFrom(...events), { maxLength: 9 });
  const all = fc.shuffledSubarray(events, { minLength: events.length });

  await fc.assert(
    fc.asyncProperty(any, all, async (some, rest) => {
      const db = await openDatabase("sqlite::memory:", [viewTables, inboxTable]);
      const view = createViewStore(db);
      const inbox = createViewInbox(db, view);

      for (const event of [...some, ...rest])
        await inbox.receive({ log: "log-1", redelivery: true, events: [event] });

      const { books } = await byEvents(view).list({ limit: 10, after: "" });
      await db.close();
      expect(books).toEqual([
        {
          ...{ id: "1", title: "Notes, revised", publishedYear: 1843 },
          author: { id: "ada", name: "Ada Lovelace" },
        },
        // Its own deletion is on its way.
        { ...{ id: "3", title: "Notes", publishedYear: 1843 }, author: { id: "bob", name: null } },
      ]);
    }),
    { numRuns: 20 },
  );
});
