// A book needs an author. Two ways to know whether there is one, and what happens to a book whose author is deleted.

import { codeOf, failure } from "@labs/common/grpc/status";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGate } from "../../../common/test/toy-service.ts";
import { askAuthors, rememberAuthors } from "../src/authors.ts";
import { authorCreated, authorDeleted, startBooks } from "./book-scene.ts";

const notes = { title: "Notes", authorId: "ada", publishedYear: 1843 };
const codeIn = (call: Promise<unknown>) => call.then(() => "OK", codeOf);

describe("Where author-service is asked (AUTHORS=rpc)", () => {
  it.each(["NOT_FOUND", "UNAVAILABLE", "DEADLINE_EXCEEDED"] as const)(
    "a book is not created when the answer is %s, and its caller learns why",
    async (code) => {
      const GetAuthor = () => Promise.reject(failure(code, "No."));
      const { client, published } = await startBooks(() => askAuthors({ GetAuthor }));

      expect(await codeIn(client.CreateBook(notes))).toBe(code);
      expect(await published()).toEqual([]);
    },
  );

  it("an author that is deleted while the answer is on its way gets no book", async () => {
    const ada = { id: "ada", name: "Ada", email: "ada@example.com", createdAt: "2026-01-01" };
    const scene = await startBooks(() =>
      askAuthors({
        async GetAuthor() {
          await scene.receive(authorDeleted("ada"));
          return ada;
        },
      }),
    );

    expect(await codeIn(scene.client.CreateBook(notes))).toBe("NOT_FOUND");
    expect(await scene.published()).toEqual([]);
  });
});

describe("Where author-service's events are remembered (AUTHORS=events)", () => {
  it("a book is created for an author whose event has come, and for no other", async () => {
    const { client, receive } = await startBooks((books) => rememberAuthors(books, 0));

    expect(await codeIn(client.CreateBook(notes))).toBe("NOT_FOUND");
    await receive(authorCreated("ada"));

    expect(await codeIn(client.CreateBook(notes))).toBe("OK");
  });

  it("an event that is a little late is waited for", async () => {
    const looked = createGate();
    const { client, receive } = await startBooks((books) => {
      async function authorState(id: string) {
        const state = await books.authorState(id);
        looked.open();
        return state;
      }
      return rememberAuthors({ ...books, authorState }, 10_000);
    });

    const created = client.CreateBook(notes, { deadlineMs: 10_000 });
    await looked.opened;
    await receive(authorCreated("ada"));

    expect(await codeIn(created)).toBe("OK");
  });
});

describe("When an author is deleted", () => {
  it("each of its books is deleted, with an event of its own", async () => {
    const { client, receive, published } = await startBooks();
    const first = await client.CreateBook(notes);
    const second = await client.CreateBook(notes);
    const other = await client.CreateBook({ ...notes, authorId: "bob" });

    await receive(authorDeleted("ada"));

    expect(await client.ListBooks({})).toMatchObject({ books: [{ id: other.id }] });
    const deletions = (await published()).filter(({ type }) => type === "BookDeleted");
    expect(deletions.map(({ data }) => data.id)).toEqual([first.id, second.id]);
    expect(new Set(deletions.map(({ id }) => id)).size).toBe(2);
  });

  it("no book of it is created any more", async () => {
    const { client, receive } = await startBooks();
    await receive(authorDeleted("ada"));

    expect(await codeIn(client.CreateBook(notes))).toBe("NOT_FOUND");
  });
});

// After a restore, the service receives its own events again, among those of author-service.
describe("The events, in any order and any number of times", () => {
  const book = { ...notes, id: "b", createdAt: "2026-01-01" };
  const events = [
    authorCreated("ada"),
    { id: "created", type: "BookCreated", data: { ...book, version: 1 } },
    { id: "updated", type: "BookUpdated", data: { ...book, title: "Notes, revised", version: 2 } },
    authorDeleted("ada"),
  ];
  const order = fc.array(fc.constantFrom(...events), { maxLength: 5 });

  it("leave no book whose author is gone", async () => {
    await fc.assert(
      fc.asyncProperty(order, fc.shuffledSubarray(events, { minLength: 4 }), async (some, all) => {
        const { client, receive } = await startBooks();

        for (const event of [...some, ...all]) await receive(event);

        expect(await client.ListBooks({})).toEqual({ books: [], next: "" });
      }),
      { numRuns: 8 },
    );
  });

  it("leave the last version of a book whose author is there", async () => {
    const living = fc.shuffledSubarray(events.slice(0, 3), { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(living, async (all) => {
        const { client, receive } = await startBooks();

        for (const event of all) await receive(event);

        expect(await client.GetBook({ id: "b" })).toMatchObject({ title: "Notes, revised" });
      }),
      { numRuns: 6 },
    );
  });
});
