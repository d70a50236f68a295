// The whole library in one process: the real services on real databases, which ask each other over real gRPC. The bus between
// them is the test's: it delivers when the test calls deliver(), and remembers the whole log.

import { openDatabaseOf } from "@blog/common/database/open-database";
import type { Instrumentation } from "@blog/common/http/instrumentation";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { type CheckpointedInbox, inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import type { StartCallSpan } from "@labs/common/grpc/call-span";
import { connectGrpc, type GrpcClient } from "@labs/common/grpc/client";
import { type GrpcServer, startGrpcServer } from "@labs/common/grpc/server";
import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";
import type { Express } from "express";
import { Registry } from "prom-client";
import { createApp as createAuthors } from "../../../labs/library/author-service/src/app.ts";
import {
  authorsTable,
  createAuthorStore,
} from "../../../labs/library/author-service/src/author-store.ts";
import { createApp as createBooks } from "../../../labs/library/book-service/src/app.ts";
import { askAuthors } from "../../../labs/library/book-service/src/authors.ts";
import { booksTable, createBookStore } from "../../../labs/library/book-service/src/book-store.ts";
import { createApp as createCatalogue } from "../../../labs/library/catalogue/src/app.ts";
import { byEvents } from "../../../labs/library/catalogue/src/by-events.ts";
import { byRpc, findTogether } from "../../../labs/library/catalogue/src/by-rpc.ts";
import type { Catalogue } from "../../../labs/library/catalogue/src/catalogue.ts";
import { createViewStore, viewTables } from "../../../labs/library/catalogue/src/view-store.ts";

const shared = [idempotencyTable, inboxTable, outboxTable];

export interface Library {
  authors: GrpcClient<typeof authorService>;
  books: GrpcClient<typeof bookService>;
  /** What the catalogue answers, both ways. */
  known: Catalogue;
  asked: Catalogue;
  app: Express;
  /** Publishes what waits in the outboxes, and delivers at most so many events to each subscriber. */
  deliver(most?: number): Promise<void>;
  /** Ends author-service in the middle of its calls, and starts it again on the same database. */
  restartAuthors(): Promise<void>;
  close(): Promise<void>;
}

interface LibraryOptions {
  /** Of the catalogue. */
  instrumentation?: Instrumentation;
  /** Of all calls. */
  startSpan?: StartCallSpan;
}

/** `url` is that of the databases: by default each service has one in memory. */
export async function startLibrary(
  url = "sqlite::memory:",
  { instrumentation, startSpan }: LibraryOptions = {},
): Promise<Library> {
  const open = (service: string, ...tables: string[]) => openDatabaseOf(service, url, tables);
  const authorsDb = await open("author-service", authorsTable, ...shared);
  const booksDb = await open("book-service", booksTable, ...shared);
  const viewDb = await open("catalogue", viewTables, inboxTable);
  const authorsOutbox = createOutbox(authorsDb, "author-service");
  const booksOutbox = createOutbox(booksDb, "book-service");

  // Each server needs the other's address first: so one is started before it is known who asks.
  const askedLater: { books?: GrpcClient<typeof bookService> } = {};
  const { calls: authorCalls, service: authorApp } = createAuthors({
    ...{ db: authorsDb, authors: createAuthorStore(authorsDb), outbox: authorsOutbox },
    books: { GetBooksByAuthor: (...given) => askedLater.books!.GetBooksByAuthor(...given) },
  });
  const startAuthors = (address: string): Promise<GrpcServer> =>
    startGrpcServer(authorService, authorCalls, {
      ...{ address, log: authorApp.log, metrics: new Registry(), writesPerMinute: 100_000 },
      ...{ graceMs: 0, startSpan },
    });
  let authorServer = await startAuthors("127.0.0.1:0");
  const authorAddress = `127.0.0.1:${authorServer.port}`;
  const authors = connectGrpc(authorService, authorAddress, { deadlineMs: 20_000, startSpan });

  const bookStore = createBookStore(booksDb);
  const { calls: bookCalls, service: bookApp } = createBooks({
    ...{ db: booksDb, books: bookStore, outbox: booksOutbox, authors: askAuthors(authors) },
  });
  const bookServer = await startGrpcServer(bookService, bookCalls, {
    ...{ address: "127.0.0.1:0", log: bookApp.log, metrics: new Registry() },
    ...{ writesPerMinute: 100_000, graceMs: 0, startSpan },
  });
  const books = connectGrpc(bookService, `127.0.0.1:${bookServer.port}`, {
    ...{ deadlineMs: 20_000, startSpan },
  });
  askedLater.books = books;

  const view = createViewStore(viewDb);
  const catalogue = createCatalogue({ db: viewDb, view, authors, books }, { instrumentation });
  const log: OutgoingEvent[] = [];
  let turn = 0;

  /** Now one is first, now the other: nothing orders the events of two services. */
  function inTurn() {
    turn += 1;
    return turn % 2 === 0 ? [authorsOutbox, booksOutbox] : [booksOutbox, authorsOutbox];
  }

  const inboxes = [authorApp.inbox, bookApp.inbox, catalogue.inbox];

  async function publish(): Promise<void> {
    for (const outbox of inTurn()) {
      const events = await outbox.waiting(1000);
      log.push(...events.filter(({ id }) => !log.some((stored) => stored.id === id)));
      if (events.length > 0) await outbox.remove(events);
    }
  }

  async function deliverTo(inbox: CheckpointedInbox, most: number): Promise<void> {
    const { position: previous } = await inbox.checkpoint();
    const events = log
      .slice(previous, previous + most)
      .map((event, index) => ({ ...event, position: previous + index + 1 }));
    if (events.length > 0) await inbox.receive({ log: "log-1", previous, events });
  }

  let restarted = Promise.resolve();
  async function restart(): Promise<void> {
    await authorServer.stop();
    authorServer = await startAuthors(authorAddress);
  }

  return {
    ...{ authors, books, known: byEvents(view) },
    asked: byRpc(books, findTogether(authors), 20_000),
    app: catalogue.app,

    async deliver(most = 1000) {
      await publish();
      for (const inbox of inboxes) await deliverTo(inbox, most);
    },

    // One after the other: there is one port.
    restartAuthors: () => (restarted = restarted.then(restart)),

    async close() {
      authors.close();
      books.close();
      await Promise.all([authorServer.stop(), bookServer.stop()]);
      await Promise.all([authorsDb, booksDb, viewDb].map((db) => db.close()));
    },
  };
}
