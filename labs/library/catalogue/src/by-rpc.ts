// Ask now: the answer is never out of date. It takes as long as the slowest of those that are asked, and there is none while
// one of them is away.

import { Problem } from "@blog/common/base/problem";
import type { GrpcClient } from "@labs/common/grpc/client";
import type { authorService } from "@library/contracts/author";
import type { Book, bookService } from "@library/contracts/book";
import type { Answer, Catalogue } from "./catalogue.ts";

type AuthorCalls = Pick<GrpcClient<typeof authorService>, "GetAuthor" | "GetAuthors">;
type BookCalls = Pick<GrpcClient<typeof bookService>, "ListBooks" | "GetBook">;

/** What is left for a whole answer, in milliseconds, whenever it is asked. */
type TimeLeft = () => number;

interface Names {
  byId: Map<string, string>;
  calls: number;
}

/** How the names of the authors are found out, of whom each id comes once. */
export type FindNames = (ids: string[], timeLeft: TimeLeft) => Promise<Names>;

/** All in one call. */
export function findTogether({ GetAuthors }: AuthorCalls): FindNames {
  return async (ids, timeLeft) => {
    const { authors } = await GetAuthors({ ids }, { deadlineMs: timeLeft() });
    return { byId: new Map(authors.map(({ id, name }) => [id, name])), calls: 1 };
  };
}

/** One call for each, in turn: N + 1 calls for a list. It is here to be compared with, as the next one is. */
export function findInTurn({ GetAuthor }: AuthorCalls): FindNames {
  return async (ids, timeLeft) => {
    const byId = new Map<string, string>();
    for (const id of ids) {
      const author = await GetAuthor({ id }, { deadlineMs: timeLeft() }).catch(unlessNotFound);
      if (author) byId.set(id, author.name);
    }
    return { byId, calls: ids.length };
  };
}

/** One call for each, all at the same time: as many calls, and the slowest of them decides. */
export function findAtOnce({ GetAuthor }: AuthorCalls): FindNames {
  return async (ids, timeLeft) => {
    const asked = ids.map((id) =>
      GetAuthor({ id }, { deadlineMs: timeLeft() }).catch(unlessNotFound),
    );
    const found = (await Promise.all(asked)).filter((author) => author !== undefined);
    return { byId: new Map(found.map(({ id, name }) => [id, name])), calls: ids.length };
  };
}

/** All calls of an answer together may take so long. */
export function byRpc(books: BookCalls, findNames: FindNames, answerWithinMs: number): Catalogue {
  async function answer(found: Book[], next: string, timeLeft: TimeLeft): Promise<Answer> {
    const ids = [...new Set(found.map(({ authorId }) => authorId))];
    const { byId, calls } = ids.length > 0 ? await findNames(ids, timeLeft) : NO_NAMES;
    return {
      books: found.map(({ id, title, publishedYear, authorId }) => ({
        ...{ id, title, publishedYear },
        author: { id: authorId, name: byId.get(authorId) ?? null },
      })),
      next,
      answeredBy: "rpc",
      calls: 1 + calls,
      asOf: new Date().toISOString(),
    };
  }

  return {
    async list(page) {
      const timeLeft = startTimer(answerWithinMs);
      const { books: found, next } = await books.ListBooks(page, { deadlineMs: timeLeft() });
      return answer(found, next, timeLeft);
    },

    async find(id) {
      const timeLeft = startTimer(answerWithinMs);
      const book = await books.GetBook({ id }, { deadlineMs: timeLeft() }).catch(unlessNotFound);
      return answer(book ? [book] : [], "", timeLeft);
    },
  };
}

const NO_NAMES: Names = { byId: new Map(), calls: 0 };

function startTimer(ms: number): TimeLeft {
  const end = Date.now() + ms;
  return () => Math.max(0, end - Date.now());
}

function unlessNotFound(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined;
  throw error;
}
