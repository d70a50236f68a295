// Author-service of one test: the real app on a real database, behind a real gRPC port.

import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { connectGrpc } from "@labs/common/grpc/client";
import { startGrpcServer } from "@labs/common/grpc/server";
import { authorService } from "@library/contracts/author";
import type { Book } from "@library/contracts/book";
import { onTestFinished } from "vitest";
import { openTestDatabase } from "../../../../common/test/test-database.ts";
import { createApp } from "../src/app.ts";
import { authorsTable, createAuthorStore } from "../src/author-store.ts";

/** `booksOf` is what book-service answers. */
export async function startAuthors(
  booksOf: (authorId: string) => Promise<Book[]> = async () => [],
) {
  const db = await openTestDatabase(authorsTable, idempotencyTable, inboxTable, outboxTable);
  const outbox = createOutbox(db, "author-service");
  const books = {
    GetBooksByAuthor: async ({ authorId }: { authorId: string }) => ({
      books: await booksOf(authorId),
    }),
  };
  const { calls, service } = createApp({ db, authors: createAuthorStore(db), outbox, books });
  const { log, metrics, inbox } = service;
  const server = await startGrpcServer(authorService, calls, {
    address: "localhost:0",
    log,
    metrics,
  });
  const address = `localhost:${server.port}`;
  const client = connectGrpc(authorService, address, { retries: 0, deadlineMs: 20_000 });
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
