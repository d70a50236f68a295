// What the catalogue passes on, and what its callers are answered.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createCatalogue } from "./catalogue-scene.ts";

const notes = { title: "Notes", authorId: "ada", publishedYear: 1843 };

describe("A write", () => {
  it.each([
    ["post", "/authors", { name: "Ada", email: "ada@example.com" }, 201, "CreateAuthor"],
    ["patch", "/authors/ada", { name: "Ada" }, 200, "UpdateAuthor"],
    ["delete", "/authors/ada", undefined, 409, "DeleteAuthor"],
    ["post", "/books", notes, 201, "CreateBook"],
    ["patch", "/books/1", { title: "Notes" }, 200, "UpdateBook"],
    ["delete", "/books/1", undefined, 200, "DeleteBook"],
  ] as const)("%s %s is passed on, with its key", async (method, path, body, status, name) => {
    const calls: unknown[] = [];
    const { app } = await createCatalogue({
      called: (called, given, { idempotencyKey }) =>
        void calls.push([called, given, idempotencyKey]),
    });

    const sent = request(app)[method](path).set("idempotency-key", "key-1");
    const answer = await sent.send(body).expect(status);

    const id = /[^/]+$/.exec(path)?.[0];
    const expected = { ...(status === 201 ? {} : { id }), ...body };
    expect(calls).toEqual([[name, expected, "key-1"]]);
    expect(answer.type).toBe(status === 409 ? "application/problem+json" : "application/json");
  });

  it.each([
    ["/authors", { name: "Ada" }, "#/email"],
    ["/authors", { name: 7, email: "ada@example.com" }, "#/name"],
    ["/books", { ...notes, publishedYear: "1843" }, "#/publishedYear"],
    ["/books", { ...notes, publishedYear: 999 }, "#/publishedYear"],
    ["/books", { ...notes, authorId: undefined }, "#/authorId"],
  ])("to %s of %j is refused before it is passed on", async (path, body, pointer) => {
    const calls: string[] = [];
    const { app } = await createCatalogue({ called: (name) => void calls.push(name) });

    const answer = await request(app).post(path).send(body).expect(400);

    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect(calls).toEqual([]);
  });

  it("that a service refuses has its sentence", async () => {
    const { app } = await createCatalogue();

    const { body } = await request(app).delete("/authors/ada").expect(409);

    expect(body).toMatchObject({ status: 409, detail: "Has books." });
  });
});

describe("GET /authors", () => {
  it("has those of author-service", async () => {
    const { app } = await createCatalogue();

    const { body } = await request(app).get("/authors?limit=2").expect(200);

    expect(body).toMatchObject({ authors: [{ id: "ada" }, { id: "bob" }], next: "" });
  });
});
