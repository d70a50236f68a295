// One question, two ways: what they have in common, what they cost, and what happens to each when a service is slow or away.

import { pause } from "@blog/common/base/backoff";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createCatalogue, everything, LATEST } from "./catalogue-scene.ts";

describe("GET /books", () => {
  it("has the same books both ways", async () => {
    const { app, receive } = await createCatalogue();
    await receive(...everything);

    const asked = await request(app).get("/books?by=rpc").expect(200);
    const known = await request(app).get("/books?by=events").expect(200);

    expect(asked.body.books).toHaveLength(4);
    expect(asked.body.books[0]).toEqual({
      ...{ id: "1", title: "Book 1", publishedYear: 1843 },
      author: { id: "ada", name: "Ada" },
    });
    // Its author was deleted a moment ago.
    expect(asked.body.books[3].author).toEqual({ id: "gone", name: null });
    expect(known.body.books).toEqual(asked.body.books);
    expect(asked.body).toMatchObject({ answeredBy: "rpc", calls: 2, next: "" });
    expect(known.body).toMatchObject({ answeredBy: "events", calls: 0, next: "" });
    expect(known.body.asOf).toBe(LATEST);
  });

  it("asks for each author where the request wants that, and once where it does not", async () => {
    const calls: string[] = [];
    const { app } = await createCatalogue({ called: (name) => void calls.push(name) });

    const naive = await request(app).get("/books?by=rpc&naive=1");
    expect(naive.body.calls).toBe(4);
    expect(calls).toEqual(["ListBooks", "GetAuthor", "GetAuthor", "GetAuthor"]);
    calls.length = 0;

    const atOnce = await request(app).get("/books?by=rpc&naive=at-once");
    expect(atOnce.body).toMatchObject({ books: naive.body.books, calls: 4 });
    expect(calls).toEqual(["ListBooks", "GetAuthor", "GetAuthor", "GetAuthor"]);
    calls.length = 0;

    const together = await request(app).get("/books?by=rpc");
    expect(together.body.books).toEqual(naive.body.books);
    expect(calls).toEqual(["ListBooks", "GetAuthors"]);
  });

  it.each(["rpc", "events"])("comes in pages by %s", async (by) => {
    const { app, receive } = await createCatalogue();
    await receive(...everything);

    const first = await request(app).get(`/books?by=${by}&limit=3`);
    const second = await request(app).get(`/books?by=${by}&limit=3&after=${first.body.next}`);

    expect(first.body.books.map(({ id }: { id: string }) => id)).toEqual(["1", "2", "3"]);
    expect(first.body.next).toBe("3");
    expect(second.body).toMatchObject({ books: [{ id: "4" }], next: "" });
  });

  it.each([
    ["by=mail", "#/by"],
    ["limit=0", "#/limit"],
    ["limit=1001", "#/limit"],
    ["naive=yes", "#/naive"],
    ["after=a&after=b", "#/after"],
  ])("refuses %s, by the name of the parameter", async (query, pointer) => {
    const { app } = await createCatalogue();

    const { body } = await request(app).get(`/books?${query}`).expect(400);

    expect(body.errors).toMatchObject([{ pointer }]);
  });
});

describe("GET /books/:id", () => {
  it.each(["rpc", "events"])("has that book alone, by %s", async (by) => {
    const { app, receive } = await createCatalogue();
    await receive(...everything);

    const { body } = await request(app).get(`/books/2?by=${by}`).expect(200);

    expect(body.books).toMatchObject([{ id: "2", author: { name: "Bob" } }]);
    await request(app).get(`/books/99?by=${by}`).expect(404);
  });
});

describe("While a service is away", () => {
  it("events answer, and rpc names the one that is away", async () => {
    const { app, receive, stopAuthors } = await createCatalogue();
    await receive(...everything);
    await stopAuthors();

    const { body } = await request(app).get("/books?by=rpc").expect(503);
    const known = await request(app).get("/books?by=events").expect(200);

    expect(body.detail).toBe("author-service is not available.");
    expect(known.body.books).toHaveLength(4);
  });

  it("events answer while all are away", async () => {
    const { app, receive, stopAuthors, stopBooks } = await createCatalogue();
    await receive(...everything);
    await Promise.all([stopAuthors(), stopBooks()]);

    await request(app).get("/books?by=rpc").expect(503);
    await request(app).get("/books?by=events").expect(200);
  });
});

describe("While a service is slow", () => {
  it("events answer at once, and rpc within its deadline", async () => {
    const { app, receive } = await createCatalogue({
      answerWithinMs: 1000,
      called: (name, _request, { signal }) =>
        name === "GetAuthors" ? pause(3000, signal) : undefined,
    });
    await receive(...everything);
    const start = performance.now();

    await request(app).get("/books?by=events").expect(200);
    const known = performance.now() - start;
    const { body } = await request(app).get("/books?by=rpc").expect(504);

    const asked = performance.now() - start - known;
    expect(body.detail).toBe("author-service did not answer in time.");
    expect(asked).toBeGreaterThan(900);
    expect(asked).toBeLessThan(2000);
    expect(known).toBeLessThan(asked / 2);
  });
});
