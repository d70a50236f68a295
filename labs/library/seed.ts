// Creates the authors and books of the first start by calls of the services, as any client would: each under an idempotency key
// of its own, so that a second run, after one that was cut short, creates what is missing and nothing twice.

import { backoffMs, pause } from "@blog/common/base/backoff";
import { readSettings } from "@blog/common/base/settings";
import { connectGrpc, type GrpcClient } from "@labs/common/grpc/client";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { codeOf } from "@labs/common/grpc/status";
import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";
import type { SeedAddress } from "../../infra/systems/system.ts";
import { seedAuthors } from "./seed-books.ts";

/** Also those calls are given time that wait for a busy machine. */
const deadlineMs = 10_000;

export async function seedLibrary(addresses: readonly SeedAddress[]): Promise<void> {
  const tls = readTls(readSettings(GrpcSettings));
  const grpcOf = (name: string) => addresses.find(({ service }) => service === name)?.grpc ?? "";
  const authors = connectGrpc(authorService, grpcOf("author-service"), { tls, deadlineMs });
  const books = connectGrpc(bookService, grpcOf("book-service"), { tls, deadlineMs });
  try {
    await createAll(authors, books);
  } finally {
    authors.close();
    books.close();
  }
}

// One after the other: ids are in the order of creation, and so are lists.
export async function createAll(
  authors: Pick<GrpcClient<typeof authorService>, "CreateAuthor">,
  books: Pick<GrpcClient<typeof bookService>, "CreateBook">,
): Promise<void> {
  for (const { name, email, books: theirs } of seedAuthors) {
    const author = await inTime(() =>
      authors.CreateAuthor({ name, email }, { idempotencyKey: `seed ${email}` }),
    );
    for (const [index, book] of theirs.entries())
      await inTime(() =>
        books.CreateBook(
          { ...book, authorId: author.id },
          { idempotencyKey: `seed ${email} ${index}` },
        ),
      ).catch(unlessAuthorIsGone);
  }
}

/** The services have just started, and give each other less time: what took too long is called again, under the same key. */
async function inTime<T>(call: () => Promise<T>, tries = 10): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (codeOf(error) !== "DEADLINE_EXCEEDED" || attempt === tries) throw error;
      await pause(backoffMs(attempt, { firstMs: 100, maxMs: 1000 }));
    }
  }
}

/** A user has deleted that author between two starts. */
function unlessAuthorIsGone(error: unknown): void {
  if (codeOf(error) !== "NOT_FOUND") throw error;
}
