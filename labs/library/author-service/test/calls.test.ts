// What author-service answers to each call, and which event each change publishes.

import { codeOf } from "@labs/common/grpc/status";
import { describe, expect, it } from "vitest";
import { startAuthors } from "./author-scene.ts";

const ada = { name: "Ada", email: "ada@example.com" };
const codeIn = (call: Promise<unknown>) => call.then(() => "OK", codeOf);

describe("When an author is created", () => {
  it("the answer has it, and it is found from then on", async () => {
    const { client } = await startAuthors();

    const created = await client.CreateAuthor(ada);

    expect(created).toEqual({ ...ada, id: expect.any(String), createdAt: expect.any(String) });
    expect(new Date(created.createdAt).toISOString()).toBe(created.createdAt);
    expect(await client.GetAuthor({ id: created.id })).toEqual(created);
    expect(await client.GetAuthorById({ id: created.id })).toEqual(created);
    expect(await client.ListAuthors({})).toEqual({ authors: [created], next: "" });
  });

  it("an event is published, with the whole author", async () => {
    const { client, published } = await startAuthors();

    const created = await client.CreateAuthor(ada);

    expect(await published()).toMatchObject([
      { type: "AuthorCreated", source: "author-service", data: { ...created, version: 1 } },
    ]);
  });

  it("a retry under the same idempotency key creates no second one", async () => {
    const { client, published } = await startAuthors();

    const first = await client.CreateAuthor(ada, { idempotencyKey: "key" });
    const second = await client.CreateAuthor(ada, { idempotencyKey: "key" });

    expect(second).toEqual(first);
    expect(await published()).toHaveLength(1);
    const other = client.CreateAuthor({ ...ada, name: "Bob" }, { idempotencyKey: "key" });
    expect(await codeIn(other)).toBe("INVALID_ARGUMENT");
  });

  it("two at once do not get the same email, however it is written", async () => {
    const { client } = await startAuthors();

    const codes = await Promise.all([
      codeIn(client.CreateAuthor(ada)),
      codeIn(client.CreateAuthor({ name: "Bob", email: "ADA@example.com" })),
    ]);

    expect(codes.toSorted()).toEqual(["ALREADY_EXISTS", "OK"]);
  });

  it.each([
    ["no name", { email: "ada@example.com" }, "name"],
    ["an empty name", { ...ada, name: " " }, "name"],
    ["a name of 201 characters", { ...ada, name: "x".repeat(201) }, "name"],
    ["no email", { name: "Ada" }, "email"],
    ["an email that is none", { ...ada, email: "ada" }, "email"],
  ])("%s is INVALID_ARGUMENT, by the name of the field", async (_what, request, field) => {
    const { client, published } = await startAuthors();

    const error = await client.CreateAuthor(request as typeof ada).catch((thrown) => thrown);

    expect(codeOf(error)).toBe("INVALID_ARGUMENT");
    expect(error.details).toContain(`${field}: `);
    expect(await published()).toEqual([]);
  });
});

describe("When an author is updated", () => {
  it("only what is named changes, and the event has the next version", async () => {
    const { client, published } = await startAuthors();
    const created = await client.CreateAuthor(ada);

    const outcome = await client.UpdateAuthor({ id: created.id, name: "Ada Lovelace" });

    const changed = { ...created, name: "Ada Lovelace" };
    expect(outcome).toEqual({ success: true, message: expect.stringContaining(created.id) });
    expect(await client.GetAuthor({ id: created.id })).toEqual(changed);
    expect((await published()).at(-1)).toMatchObject({
      type: "AuthorUpdated",
      data: { ...changed, version: 2 },
    });
  });

  it("its old email is free again, and another's is not taken", async () => {
    const { client } = await startAuthors();
    const { id } = await client.CreateAuthor(ada);
    const bob = await client.CreateAuthor({ name: "Bob", email: "bob@example.com" });

    const taken = client.UpdateAuthor({ id: bob.id, email: ada.email });
    expect(await codeIn(taken)).toBe("ALREADY_EXISTS");
    await client.UpdateAuthor({ id, email: "lovelace@example.com" });

    expect(await codeIn(client.UpdateAuthor({ id: bob.id, email: ada.email }))).toBe("OK");
  });

  it("an empty name is INVALID_ARGUMENT, and is not taken for an absent one", async () => {
    const { client } = await startAuthors();
    const { id } = await client.CreateAuthor(ada);

    expect(await codeIn(client.UpdateAuthor({ id, name: "" }))).toBe("INVALID_ARGUMENT");
    expect(await client.GetAuthor({ id })).toMatchObject(ada);
  });
});

describe("When an author is deleted", () => {
  it("nothing finds it, its email is free, and an event is published", async () => {
    const { client, published } = await startAuthors();
    const { id } = await client.CreateAuthor(ada);

    await client.DeleteAuthor({ id });

    expect(await codeIn(client.GetAuthor({ id }))).toBe("NOT_FOUND");
    expect(await client.ListAuthors({})).toEqual({ authors: [], next: "" });
    expect((await published()).at(-1)).toMatchObject({
      type: "AuthorDeleted",
      data: { id, version: 2 },
    });
    expect(await codeIn(client.CreateAuthor(ada))).toBe("OK");
  });

  it("nothing happens as long as book-service knows books of it", async () => {
    const book = {
      id: "b",
      title: "Notes",
      publishedYear: 1843,
      createdAt: "2026-01-01T00:00:00Z",
    };
    const { client } = await startAuthors(async (authorId) => [{ ...book, authorId }]);
    const { id } = await client.CreateAuthor(ada);

    expect(await codeIn(client.DeleteAuthor({ id }))).toBe("FAILED_PRECONDITION");
    expect(await codeIn(client.GetAuthor({ id }))).toBe("OK");
  });
});

describe("An unknown id", () => {
  it("is NOT_FOUND, and left out of a list", async () => {
    const { client } = await startAuthors();
    const known = await client.CreateAuthor(ada);

    expect(await codeIn(client.GetAuthor({ id: "no id at all" }))).toBe("NOT_FOUND");
    expect(await codeIn(client.UpdateAuthor({ id: "unknown", name: "x" }))).toBe("NOT_FOUND");
    expect(await codeIn(client.DeleteAuthor({ id: "unknown" }))).toBe("NOT_FOUND");
    expect(await client.GetAuthors({ ids: ["unknown", known.id] })).toEqual({ authors: [known] });
    expect(await client.GetAuthors({ ids: [] })).toEqual({ authors: [] });
  });
});

describe("A list", () => {
  it("comes in pages, oldest first", async () => {
    const { client } = await startAuthors();
    const names = ["a", "b", "c"];
    for (const name of names) await client.CreateAuthor({ name, email: `${name}@example.com` });

    const first = await client.ListAuthors({ limit: 2 });
    const second = await client.ListAuthors({ limit: 2, after: first.next });

    expect(first.authors.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(second).toMatchObject({ authors: [{ name: "c" }], next: "" });
    expect(await codeIn(client.ListAuthors({ limit: 1001 }))).toBe("INVALID_ARGUMENT");
    expect(await codeIn(client.ListAuthors({ limit: -1 }))).toBe("INVALID_ARGUMENT");
  });
});
