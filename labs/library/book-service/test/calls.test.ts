// What book-service answers to each call, and which event each change publishes.

import { codeOf } from "@labs/common/grpc/status";
import { describe, expect, it } from "vitest";
import { startBooks } from "./book-scene.ts";

const notes = { title: "Notes", authorId: "ada", publishedYear: 1843 };
const nextYear = new Date().getFullYear() + 1;
const codeIn = (call: Promise<unknown>) => call.then(() => "OK", codeOf);

describe("When a book is created", () => {
  it("the answer has it, it is found from then on, and an event is published", async () => {
    const { client, published } = await startBooks();

    const created = await client.CreateBook(notes);

    expect(created).toEqual({ ...notes, id: expect.any(String), createdAt: expect.any(String) });
    expect(await client.GetBook({ id: created.id })).toEqual(created);
    expect(await client.ListBooks({})).toEqual({ books: [created], next: "" });
    expect(await client.GetBooksByAuthor({ authorId: "ada" })).toEqual({ books: [created] });
    expect(await client.GetBooksByAuthor({ authorId: "bob" })).toEqual({ books: [] });
    expect(await published()).toMatchObject([
      { type: "BookCreated", source: "book-service", data: { ...created, version: 1 } },
    ]);
  });

  it("a retry under the same idempotency key creates no second one", async () => {
    const { client, published } = await startBooks();

    const first = await client.CreateBook(notes, { idempotencyKey: "key" });
    const second = await client.CreateBook(notes, { idempotencyKey: "key" });

    expect(second).toEqual(first);
    expect(await published()).toHaveLength(1);
  });

  it.each([
    ["no title", { ...notes, title: undefined }, "title"],
    ["an empty title", { ...notes, title: "" }, "title"],
    ["a title of 201 characters", { ...notes, title: "x".repeat(201) }, "title"],
    ["no year", { ...notes, publishedYear: undefined }, "publishedYear"],
    ["the year 999", { ...notes, publishedYear: 999 }, "publishedYear"],
    ["the year after next", { ...notes, publishedYear: nextYear + 1 }, "publishedYear"],
  ])("%s is INVALID_ARGUMENT, by the name of the field", async (_what, request, field) => {
    const { client, published } = await startBooks();

    const error = await client.CreateBook(request as typeof notes).catch((thrown) => thrown);

    expect(codeOf(error)).toBe("INVALID_ARGUMENT");
    expect(error.details).toContain(`${field}: `);
    expect(await published()).toEqual([]);
  });

  it("one that appears next year is accepted", async () => {
    const { client } = await startBooks();

    expect(await codeIn(client.CreateBook({ ...notes, publishedYear: nextYear }))).toBe("OK");
  });
});

describe("When a book is updated", () => {
  it("only what is named changes, and the event has the next version", async () => {
    const { client, published } = await startBooks();
    const created = await client.CreateBook(notes);

    const outcome = await client.UpdateBook({ id: created.id, publishedYear: 1844 });

    const changed = { ...created, publishedYear: 1844 };
    expect(outcome).toMatchObject({ success: true });
    expect(await client.GetBook({ id: created.id })).toEqual(changed);
    expect((await published()).at(-1)).toMatchObject({
      type: "BookUpdated",
      data: { ...changed, version: 2 },
    });
  });
});

describe("When a book is deleted", () => {
  it("nothing finds it, and an event is published", async () => {
    const { client, published } = await startBooks();
    const { id } = await client.CreateBook(notes);

    await client.DeleteBook({ id });

    expect(await codeIn(client.GetBook({ id }))).toBe("NOT_FOUND");
    expect(await client.ListBooks({})).toEqual({ books: [], next: "" });
    expect((await published()).at(-1)).toMatchObject({
      type: "BookDeleted",
      data: { id, version: 2 },
    });
  });
});

describe("An unknown id", () => {
  it("is NOT_FOUND", async () => {
    const { client } = await startBooks();

    expect(await codeIn(client.GetBook({ id: "no id at all" }))).toBe("NOT_FOUND");
    expect(await codeIn(client.UpdateBook({ id: "none", title: "x" }))).toBe("NOT_FOUND");
    expect(await codeIn(client.DeleteBook({ id: "none" }))).toBe("NOT_FOUND");
  });
});
