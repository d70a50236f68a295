// Know already: every event of the library is folded into a view, and the answer is read from there. It is a moment old, takes
// no call, and is there while all other services are away.

import type { Database, Transaction } from "@blog/common/database/database";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import { contracts } from "@library/contracts/events";
import { readPage } from "@labs/common/page";
import type { Answer, Catalogue, CatalogueBook } from "./catalogue.ts";
import type { ViewStore } from "./view-store.ts";

/** The fold: what each event changes in the view. */
export function createViewInbox(db: Database, view: ViewStore): CheckpointedInbox {
  const fold =
    <Data>(put: (tx: Transaction, data: Data) => Promise<void>) =>
    async ({ data, time }: { data: Data; time?: string }, tx: Transaction) => {
      await put(tx, data);
      if (time) await view.noteTime(tx, time);
    };

  return createInbox(db, contracts, {
    AuthorCreated: fold(view.putAuthor),
    AuthorUpdated: fold(view.putAuthor),
    AuthorDeleted: fold(view.removeAuthor),
    BookCreated: fold(view.putBook),
    BookUpdated: fold(view.putBook),
    BookDeleted: fold(view.removeBook),
  });
}

export function byEvents(view: ViewStore): Catalogue {
  async function answer(books: CatalogueBook[], next: string): Promise<Answer> {
    return { books, next, answeredBy: "events", calls: 0, asOf: await view.lastTime() };
  }

  return {
    async list(page) {
      const { items, next } = await readPage(page, (limit, after) => view.list({ limit, after }));
      return answer(items, next);
    },

    async find(id) {
      const book = await view.find(id);
      return answer(book ? [book] : [], "");
    },
  };
}
