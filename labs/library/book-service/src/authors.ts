// Does this author exist? Two ways to know: ask author-service now (AUTHORS=rpc), or have learned it from its events
// (AUTHORS=events). The first is never out of date and fails when author-service is away; the second always has an answer,
// which may be a moment old.

import { pause } from "@blog/common/base/backoff";
import type { GrpcClient } from "@labs/common/grpc/client";
import type { Call } from "@labs/common/grpc/server";
import { codeOf } from "@labs/common/grpc/status";
import type { authorService } from "@library/contracts/author";
import type { BookStore } from "./book-store.ts";

export interface Authors {
  /** Rejects when it cannot be known: with the status code of the call that has failed. */
  exists(id: string, call: Call): Promise<boolean>;
}

/** What is left of `call`'s deadline is the question's, and no more than half a second. */
export function askAuthors(client: Pick<GrpcClient<typeof authorService>, "GetAuthor">): Authors {
  return {
    exists: (id, call) =>
      client.GetAuthor({ id }, { parent: call, deadlineMs: 500 }).then(
        () => true,
        (error: unknown) => {
          if (codeOf(error) === "NOT_FOUND") return false;
          throw error;
        },
      ),
  };
}

/** A client that has just created an author may be faster than the event: so long it is waited for, in milliseconds. */
export function rememberAuthors(books: BookStore, replicationGraceMs = 1000): Authors {
  return {
    async exists(id, { signal }) {
      const deadline = Date.now() + replicationGraceMs;
      for (;;) {
        const state = await books.authorState(id);
        if (state !== "unknown") return state === "known";
        if (Date.now() >= deadline || signal.aborted) return false;
        await pause(50, signal);
      }
    },
  };
}
