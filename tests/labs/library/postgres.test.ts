// The library with PostgreSQL behind the `Database` port: one server, a schema for each service.

import { codeOf } from "@labs/common/grpc/status";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { requires } from "../../requires.ts";
import { startPostgres } from "../../scale/postgres-server.ts";
import type { TestServer } from "../../scale/server-process.ts";
import { startLibrary } from "./library.ts";

requires("postgres")("The library on PostgreSQL", (program) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startPostgres(program);
  });
  afterAll(() => server.remove());

  it("answers the one question both ways, and keeps its promise", async () => {
    const library = await startLibrary(server.url);
    onTestFinished(library.close);
    const { authors, books, known, asked } = library;
    const codeIn = (call: Promise<unknown>) => call.then(() => "OK", codeOf);

    // One email, one author, also for two at once.
    const ada = { name: "Ada", email: "ada@example.com" };
    const codes = await Promise.all(
      [ada, ada, ada].map((author) => codeIn(authors.CreateAuthor(author))),
    );
    expect(codes.toSorted()).toEqual(["ALREADY_EXISTS", "ALREADY_EXISTS", "OK"]);
    const [{ id = "" } = {}] = (await authors.ListAuthors({ limit: 10 })).authors;
    expect((await authors.GetAuthors({ ids: [id, "unknown"] })).authors).toHaveLength(1);

    const notes = { title: "Notes", authorId: id, publishedYear: 1843 };
    const book = await books.CreateBook(notes);
    const other = await books.CreateBook(notes);
    await books.UpdateBook({ id: book.id, publishedYear: 1844 });
    await authors.UpdateAuthor({ id, name: "Ada Lovelace" });
    await library.deliver();

    const page = { limit: 10, after: "" };
    const answer = await known.list(page);
    expect(answer.books).toMatchObject([
      { id: book.id, publishedYear: 1844, author: { name: "Ada Lovelace" } },
      { id: other.id },
    ]);
    expect(answer.books).toEqual((await asked.list(page)).books);

    expect(await codeIn(authors.DeleteAuthor({ id }))).toBe("FAILED_PRECONDITION");
    await books.DeleteBook({ id: other.id });
    await books.DeleteBook({ id: book.id });
    expect(await codeIn(authors.DeleteAuthor({ id }))).toBe("OK");
    for (let round = 0; round < 2; round += 1) await library.deliver();
    expect(await codeIn(books.CreateBook(notes))).toBe("NOT_FOUND");
    expect((await known.list(page)).books).toEqual([]);
  });
});
