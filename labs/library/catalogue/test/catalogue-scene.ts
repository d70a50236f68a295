// The catalogue of one test: the real app on a real database. The services it asks are stand-ins behind real gRPC ports.

import { inboxTable } from "@blog/common/messaging/inbox";
import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { connectGrpc } from "@labs/common/grpc/client";
import type { Contract } from "@labs/common/grpc/contract";
import { type Call, type Handlers, startGrpcServer } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import { createLogger } from "@blog/common/base/logger";
import { type Author, authorService } from "@library/contracts/author";
import { type Book, bookService } from "@library/contracts/book";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { openTestDatabase } from "../../../../common/test/test-database.ts";
import { createApp } from "../src/app.ts";
import { createViewStore, viewTables } from "../src/view-store.ts";

const createdAt = "2026-01-01T00:00:00.000Z";
export const ada: Author = { id: "ada", name: "Ada", email: "ada@example.com", createdAt };
export const bob: Author = { id: "bob", name: "Bob", email: "bob@example.com", createdAt };
const book = (id: string, authorId: string): Book => ({
  ...{ id, title: `Book ${id}`, authorId, publishedYear: 1843, createdAt },
});

const authorsById = new Map([ada, bob].map((author) => [author.id, author]));
const books = [book("1", "ada"), book("2", "bob"), book("3", "ada"), book("4", "gone")];

export const LATEST = "2026-01-02T00:00:00.000Z";

/** What has come to the catalogue by its events, when nothing is late. */
export const everything: ReceivedEvent[] = [
  ...[ada, bob].map((author) => ({ type: "AuthorCreated", data: { ...author, version: 1 } })),
  ...books.map((each) => ({ type: "BookCreated", data: { ...each, version: 1 } })),
].map((event, index) => ({ ...event, id: `${index}`, time: index === 2 ? LATEST : createdAt }));

/** Each call of the two services, in order, and what else came with it. */
type Called = (name: string, request: unknown, call: Call) => Promise<void> | void;

export async function createCatalogue({
  called = () => {},
  answerWithinMs = 20_000,
  writesPerMinute = 600,
}: {
  called?: Called;
  answerWithinMs?: number;
  writesPerMinute?: number;
} = {}) {
  const authors = await startStandIn(authorService, called, {
    GetAuthor: async ({ id }) => authorsById.get(id) ?? notFound(id),
    GetAuthors: async ({ ids }) => ({ authors: ids.flatMap((id) => authorsById.get(id) ?? []) }),
    CreateAuthor: async ({ name, email }) => ({ ...ada, name, email }),
    UpdateAuthor: async ({ id }) => ({ success: true, message: id }),
    DeleteAuthor: async () => {
      throw failure("FAILED_PRECONDITION", "Has books.");
    },
    ListAuthors: async () => ({ authors: [ada, bob], next: "" }),
  });
  const shelf = await startStandIn(bookService, called, {
    ListBooks: async ({ limit, after }) => {
      const later = books.filter(({ id }) => id > after);
      const page = later.slice(0, limit);
      return { books: page, next: later.length > limit ? page.at(-1)!.id : "" };
    },
    GetBook: async ({ id }) => books.find((each) => each.id === id) ?? notFound(id),
    CreateBook: async (request) => ({ ...request, id: "5", createdAt }),
    UpdateBook: async ({ id }) => ({ success: true, message: id }),
    DeleteBook: async ({ id }) => ({ success: true, message: id }),
  });

  const db = await openTestDatabase(viewTables, inboxTable);
  const clients = { authors: authors.client, books: shelf.client };
  const { app, inbox } = createApp(
    { db, view: createViewStore(db), ...clients, answerWithinMs },
    { writesPerMinute },
  );
  return {
    ...{ app, stopAuthors: authors.stop, stopBooks: shelf.stop },
    receive: (...events: ReceivedEvent[]) =>
      inbox.receive({ log: "log-1", redelivery: true, events }),
  };
}

function notFound(id: string): never {
  throw failure("NOT_FOUND", `There is no ${id}.`);
}

async function startStandIn<Of extends Contract>(
  contract: Of,
  called: Called,
  handlers: Partial<Handlers<Of>>,
) {
  const noted = Object.keys(contract.methods).map((name) => [
    name,
    async (request: unknown, call: Call) => {
      await called(name, request, call);
      // A handler takes what its method's schema makes; TypeScript cannot follow a key through two maps.
      const handler = handlers[name] as (given: unknown, call: Call) => Promise<unknown>;
      return handler(request, call);
    },
  ]);
  const server = await startGrpcServer(contract, Object.fromEntries(noted) as Handlers<Of>, {
    ...{ address: "localhost:0", log: createLogger("stand-in"), metrics: new Registry() },
  });
  const client = connectGrpc(contract, `localhost:${server.port}`, { deadlineMs: 20_000 });
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  return { client, stop: server.stop };
}
