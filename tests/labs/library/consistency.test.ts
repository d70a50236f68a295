// Books are created while authors are deleted, author-service ends in the middle of calls, and events come late: in the end
// there is no book whose author is gone, none that was acknowledged is lost, and both ways of the catalogue agree.

import { codeOf } from "@labs/common/grpc/status";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type Library, startLibrary } from "./library.ts";

// What may be answered to a call of this run. Anything else is a fault of ours.
const EXPECTED = [
  "NOT_FOUND",
  "FAILED_PRECONDITION",
  "UNAVAILABLE",
  "DEADLINE_EXCEEDED",
  "CANCELLED",
];
const numRuns = process.env.FULL === "1" ? 200 : 6;

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("create book"), author: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete author"), author: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete book"), author: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("deliver"), author: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart"), author: fc.nat(2) }) },
);
// Steps of one group begin together; the next group begins when they have ended.
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

describe("Whatever happens at once", () => {
  it("no book stays without its author, none is lost, and both ways agree", async () => {
    await fc.assert(
      fc.asyncProperty(history, async (groups) => {
        const library = await startLibrary();
        try {
          await check(library, groups);
        } finally {
          await library.close();
        }
      }),
      { numRuns },
    );
    // Most of it is waiting: calls are repeated, and connections made again.
  }, 600_000);
});

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

async function check(library: Library, groups: Step[][]): Promise<void> {
  const { authors, books } = library;
  /** The author of each book whose creation was acknowledged. */
  const created = new Map<string, string>();
  const mayBeGone = new Set<string>();
  const ids: string[] = [];
  for (const name of ["a", "b", "c"])
    ids.push((await authors.CreateAuthor({ name, email: `${name}@example.com` })).id);

  const take: Record<string, (authorId: string) => Promise<unknown>> = {
    "create book": (authorId) =>
      books
        .CreateBook({ title: "Notes", authorId, publishedYear: 1843 })
        .then(({ id }) => created.set(id, authorId)),
    "delete author": (id) => authors.DeleteAuthor({ id }),
    "delete book": async () => {
      const [id] = [...created.keys()].filter((each) => !mayBeGone.has(each));
      if (id === undefined) return;
      mayBeGone.add(id);
      await books.DeleteBook({ id });
    },
    deliver: () => library.deliver(2),
    restart: () => library.restartAuthors(),
  };

  for (const group of groups) {
    const ended = await Promise.allSettled(group.map((each) => take[each.do]!(ids[each.author]!)));
    const reasons = ended.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(reasons.filter((reason) => !EXPECTED.includes(codeOf(reason)))).toEqual([]);
  }
  // The deletion of an author is one more event, and those of its books are more.
  for (let round = 0; round < 3; round += 1) await library.deliver();

  // Author-service may have been started again a moment ago.
  const list = () => authors.ListAuthors({});
  const { authors: living } = await vi.waitFor(list, { timeout: 5000 });
  const { books: left } = await books.ListBooks({});
  const livingIds = new Set(living.map(({ id }) => id));
  expect(left.filter(({ authorId }) => !livingIds.has(authorId))).toEqual([]);
  const leftIds = new Set(left.map(({ id }) => id));
  const missing = [...created].filter(([id]) => !leftIds.has(id) && !mayBeGone.has(id));
  expect(missing.filter(([, authorId]) => livingIds.has(authorId))).toEqual([]);

  const page = { limit: 1000, after: "" };
  const known = await library.known.list(page);
  expect(known.books).toEqual((await library.asked.list(page)).books);
}
