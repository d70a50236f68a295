// Book-service of one test: the real app on a real database, behind a real gRPC port.

import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { connectGrpc } from "@labs/common/grpc/client";
import { startGrpcServer } from "@labs/common/grpc/server";
import { bookService } from "@library/contracts/book";
import { onTestFinished } from "vitest";
import { openTestDatabase } from "../../../../common/test/test-database.ts";
import { createApp } from "../src/app.ts";
import type { Authors } from "../src/authors.ts";
import { type BookStore, booksTable, createBookStore } from "../src/book-store.ts";

const everyAuthor: Authors = { exists: async () => true };

/** By default every author exists. */
export async function startBooks(createAuthors = (_books: BookStore): Authors => everyAuthor) {
  const db = await openTestDatabase(booksTable, idempotencyTable, inboxTable, outboxTable);
  const outbox = createOutbox(db, "book-service");
  const books = createBookStore(db);
  const { calls, service } = createApp({ db, books, outbox, authors: createAuthors(books) });
  const { log, metrics, inbox } = service;
  const server = await startGrpcServer(bookService, calls, {
    address: "localhost:0",
    log,
    metrics,
  });
  const address = `localhost:${server.port}`;
  const client = connectGrpc(bookService, address, { retries: 0, deadlineMs: 20_000 });
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });

  return {
    ...{ address, client, app: service.app },
    published: () => outbox.waiting(1000),
    /** Receives an event, whatever it has received before. */
    receive: (event: ReceivedEvent) =>
      inbox.receive({ log: "log-1", redelivery: true, events: [event] }),
  };
}

export const authorCreated = (id: string): ReceivedEvent => ({
  id: `${id} created`,
  type: "AuthorCreated",
  data: { id, name: "Ada", email: "ada@example.com", createdAt: "2026-01-01", version: 1 },
});

export const authorDeleted = (id: string): ReceivedEvent => ({
  id: `${id} deleted`,
  type: "AuthorDeleted",
  data: { id, version: 2 },
});
