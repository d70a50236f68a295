// Book-service: owns the books. A book needs an author, who belongs to another service: it asks, and it listens.

import { newId } from "@blog/common/base/ids";
import type { Database, Transaction } from "@blog/common/database/database";
import { createIdempotency } from "@blog/common/http/idempotency";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { Handlers } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import type { Book, bookService } from "@library/contracts/book";
import { contracts, type LibraryContracts, type Versioned } from "@library/contracts/events";
import { readPage } from "@labs/common/page";
import type { Authors } from "./authors.ts";
import type { BookStore } from "./book-store.ts";

interface Dependencies {
  db: Database;
  books: BookStore;
  outbox: Outbox<LibraryContracts>;
  authors: Authors;
}

interface BookApp {
  calls: Handlers<typeof bookService>;
  service: Service<CheckpointedInbox>;
}

export function createApp(
  { db, books, outbox, authors }: Dependencies,
  options: ServiceOptions = {},
): BookApp {
  const { once } = createIdempotency(db);

  const calls: BookApp["calls"] = {
    async CreateBook(request, call) {
      const { title, authorId, publishedYear } = request;
      if (!(await authors.exists(authorId, call))) throw noAuthor(authorId);

      return once(call.idempotencyKey, { create: request }, async (tx) => {
        // The author may have been deleted since the question. Whichever of this transaction and that of AuthorDeleted comes
        // first, the other one sees it: so no book stays without its author.
        if ((await books.authorState(authorId, tx)) === "deleted") throw noAuthor(authorId);
        const createdAt = new Date().toISOString();
        const book = { id: newId(), title, authorId, publishedYear, createdAt };
        await books.put(tx, { ...book, version: 1 });
        await outbox.add(tx, "BookCreated", { ...book, version: 1 });
        return book;
      });
    },

    async GetBook({ id }) {
      const book = await books.find(id);
      if (!book) throw notFound(id);
      return book;
    },

    UpdateBook: ({ id, ...changes }, { idempotencyKey }) =>
      once(idempotencyKey, { update: { id, ...changes } }, async (tx) => {
        const book = await books.find(id, tx);
        if (!book) throw notFound(id);
        const changed = { ...book, ...changes, version: book.version + 1 };
        await books.put(tx, changed);
        await outbox.add(tx, "BookUpdated", changed);
        return { success: true, message: `Book ${id} is updated.` };
      }),

    DeleteBook: ({ id }, { idempotencyKey }) =>
      once(idempotencyKey, { delete: { id } }, async (tx) => {
        const book = await books.find(id, tx);
        if (!book) throw notFound(id);
        await remove(tx, book);
        return { success: true, message: `Book ${id} is deleted.` };
      }),

    async ListBooks(page) {
      const { items, next } = await readPage(page, books.list);
      return { books: items, next };
    },

    GetBooksByAuthor: async ({ authorId }) => ({ books: await books.ofAuthor(authorId) }),
  };

  async function remove(tx: Transaction, { id, version }: Versioned<Book>): Promise<void> {
    const deleted = { id, version: version + 1 };
    await books.remove(tx, deleted);
    // One deleted author has many of these consequences: each event's id derives from the book as well.
    await outbox.add(tx, "BookDeleted", deleted, { about: id });
  }

  // After a restore, this service receives its own events again, perhaps after its author's deletion.
  async function restore(tx: Transaction, book: Versioned<Book>): Promise<void> {
    await books.put(tx, book);
    if ((await books.authorState(book.authorId, tx)) !== "deleted") return;
    const orphan = await books.find(book.id, tx);
    if (orphan) await remove(tx, orphan);
  }

  const service = createService("book-service", {
    ...options,

    inbox: createInbox(db, contracts, {
      AuthorCreated: ({ data }, tx) => books.addAuthor(tx, data.id),

      async AuthorDeleted({ data }, tx) {
        await books.removeAuthor(tx, data.id);
        for (const book of await books.ofAuthor(data.id, tx)) await remove(tx, book);
      },

      BookCreated: ({ data }, tx) => restore(tx, data),
      BookUpdated: ({ data }, tx) => restore(tx, data),
      BookDeleted: ({ data }, tx) => books.remove(tx, data),
    }),
  });

  return { calls, service };
}

const notFound = (id: string) => failure("NOT_FOUND", `There is no book ${id}.`);
const noAuthor = (id: string) => failure("NOT_FOUND", `There is no author ${id}.`);
