// Author-service: owns the authors. It answers calls over gRPC, and publishes an event for each change.

import { newId } from "@blog/common/base/ids";
import type { Database } from "@blog/common/database/database";
import { createIdempotency } from "@blog/common/http/idempotency";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { GrpcClient } from "@labs/common/grpc/client";
import type { Handlers } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import type { authorService } from "@library/contracts/author";
import type { bookService } from "@library/contracts/book";
import { contracts, type LibraryContracts } from "@library/contracts/events";
import { readPage } from "@labs/common/page";
import type { AuthorStore } from "./author-store.ts";

interface Dependencies {
  db: Database;
  authors: AuthorStore;
  outbox: Outbox<LibraryContracts>;
  books: Pick<GrpcClient<typeof bookService>, "GetBooksByAuthor">;
}

interface AuthorApp {
  calls: Handlers<typeof authorService>;
  service: Service<CheckpointedInbox>;
}

export function createApp(
  { db, authors, outbox, books }: Dependencies,
  options: ServiceOptions = {},
): AuthorApp {
  const { once } = createIdempotency(db);

  const calls: AuthorApp["calls"] = {
    // The author, its event and the idempotency key are saved together, or not at all.
    CreateAuthor: ({ name, email }, { idempotencyKey }) =>
      once(idempotencyKey, { create: { name, email } }, async (tx) => {
        const author = { id: newId(), name, email, createdAt: new Date().toISOString() };
        if (!(await authors.claimEmail(tx, author))) throw emailTaken(email);
        await authors.put(tx, { ...author, version: 1 });
        await outbox.add(tx, "AuthorCreated", { ...author, version: 1 });
        return author;
      }),

    GetAuthor: ({ id }) => mustFind(id),
    GetAuthorById: ({ id }) => mustFind(id),
    GetAuthors: async ({ ids }) => ({ authors: await authors.findAll(ids) }),

    UpdateAuthor: ({ id, ...changes }, { idempotencyKey }) =>
      once(idempotencyKey, { update: { id, ...changes } }, async (tx) => {
        const author = await authors.find(id, tx);
        if (!author) throw notFound(id);
        const changed = { ...author, ...changes, version: author.version + 1 };
        if (!(await authors.claimEmail(tx, changed))) throw emailTaken(changed.email);
        await authors.put(tx, changed);
        await outbox.add(tx, "AuthorUpdated", changed);
        return { success: true, message: `Author ${id} is updated.` };
      }),

    // The question is a courtesy: a book may be created while it is on its way. Book-service deletes that one when it
    // receives the event.
    async DeleteAuthor({ id }, call) {
      const { books: theirs } = await books.GetBooksByAuthor({ authorId: id }, { parent: call });
      if (theirs.length > 0)
        throw failure("FAILED_PRECONDITION", `Author ${id} has books: delete those first.`);

      return once(call.idempotencyKey, { delete: { id } }, async (tx) => {
        const author = await authors.find(id, tx);
        if (!author) throw notFound(id);
        const deleted = { id, version: author.version + 1 };
        await authors.remove(tx, deleted);
        await outbox.add(tx, "AuthorDeleted", deleted);
        return { success: true, message: `Author ${id} is deleted.` };
      });
    },

    async ListAuthors(page) {
      const { items, next } = await readPage(page, authors.list);
      return { authors: items, next };
    },
  };

  async function mustFind(id: string) {
    const author = await authors.find(id);
    if (!author) throw notFound(id);
    return author;
  }

  const service = createService("author-service", {
    ...options,

    // After a restore, this service receives its own events again: versions go on from where they were.
    inbox: createInbox(db, contracts, {
      AuthorCreated: ({ data }, tx) => authors.put(tx, data),
      AuthorUpdated: ({ data }, tx) => authors.put(tx, data),
      AuthorDeleted: ({ data }, tx) => authors.remove(tx, data),
    }),
  });

  return { calls, service };
}

const notFound = (id: string) => failure("NOT_FOUND", `There is no author ${id}.`);
const emailTaken = (email: string) =>
  failure("ALREADY_EXISTS", `Another author has the email ${email}.`);
