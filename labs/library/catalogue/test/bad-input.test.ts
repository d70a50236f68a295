// What the catalogue answers to requests that are not as they should be, each with a Problem.

import { Problem } from "@blog/common/base/problem";
import { failure, toFailure } from "@labs/common/grpc/status";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createCatalogue } from "./catalogue-scene.ts";

const notes = { title: "Notes", authorId: "ada", publishedYear: 1843 };
const nextYear = new Date().getFullYear() + 1;
const JSON_TYPE = "application/json";

describe("POST /books", () => {
  it.each([
    ["no JSON", JSON_TYPE, "{", 400],
    ["a list", JSON_TYPE, "[]", 400],
    ["a form", "application/x-www-form-urlencoded", "title=Notes", 415],
    ["a text", "text/plain", JSON.stringify(notes), 415],
    [
      "more than the largest valid book",
      JSON_TYPE,
      JSON.stringify({ ...notes, title: "x".repeat(2 ** 20) }),
      413,
    ],
  ])("with %s (%s) is not passed on", async (_what, type, body, status) => {
    const calls: string[] = [];
    const { app } = await createCatalogue({ called: (name) => void calls.push(name) });

    const answer = await request(app).post("/books").type(type).send(body);

    expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
    expect(calls).toEqual([]);
  });

  it.each([
    [{ ...notes, title: "" }, "#/title"],
    [{ ...notes, title: "x".repeat(201) }, "#/title"],
    [{ ...notes, publishedYear: 999 }, "#/publishedYear"],
    [{ ...notes, publishedYear: nextYear + 1 }, "#/publishedYear"],
    [{ ...notes, publishedYear: 1843.5 }, "#/publishedYear"],
    [{ ...notes, authorId: 7 }, "#/authorId"],
  ])("of %j is refused by the name of the field", async (body, pointer) => {
    const { app } = await createCatalogue();

    const answer = await request(app).post("/books").send(body).expect(400);

    expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  it.each([1000, nextYear])("takes the year %i", async (publishedYear) => {
    const { app } = await createCatalogue();

    await request(app)
      .post("/books")
      .send({ ...notes, publishedYear })
      .expect(201);
  });

  it.each([
    ["a key that came with another book", toFailure(new Problem(422, "Another request.")), 422],
    ["too many writes", failure("RESOURCE_EXHAUSTED", "More than 600 writes."), 429],
    ["an author that there is not", failure("NOT_FOUND", "There is no author 7."), 404],
  ])("with %s, as book-service knows, is a Problem", async (_what, error, status) => {
    const { app } = await createCatalogue({
      called() {
        throw error;
      },
    });

    const answer = await request(app).post("/books").set("idempotency-key", "k").send(notes);

    expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
    expect(answer.body.detail).toBe(error.details);
  });

  it.each(["", "with a space", "k".repeat(256)])("under the key %j is refused", async (key) => {
    const { app } = await createCatalogue();

    await request(app).post("/books").set("idempotency-key", key).send(notes).expect(400);
  });
});

describe("An id that is none", () => {
  it.each(["%20", "no%20id", "..%2F..%2Fetc", "%00", "'; DROP TABLE books; --", "x".repeat(2000)])(
    "is one of no book: %s",
    async (id) => {
      const { app } = await createCatalogue();

      for (const by of ["rpc", "events"])
        await request(app).get(`/books/${id}?by=${by}`).expect(404);
    },
  );
});

describe("More writes than agreed", () => {
  it("are refused at the catalogue, and reads are not", async () => {
    const { app } = await createCatalogue({ writesPerMinute: 2 });

    for (const status of [201, 201, 429])
      await request(app).post("/books").send(notes).expect(status);

    await request(app).get("/books?by=events").expect(200);
  });
});
