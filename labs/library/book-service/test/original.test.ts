// A client of the original, which knows nothing but its .proto file, works with this service: each method, with the messages
// that the original's description names.

import { expect, it } from "vitest";
import { connectPlainly } from "../../../common/test/plain-client.ts";
import { startBooks } from "./book-scene.ts";

it("The original's client creates, reads, updates, lists and deletes a book", async () => {
  const { address } = await startBooks();
  const call = connectPlainly(
    "labs/library/book-service/test/original/book.proto",
    "book.BookService",
    address,
  );

  const book = await call("CreateBook", { title: "Notes", authorId: "ada", publishedYear: 1843 });
  const { id } = book;
  const read = await call("GetBook", { id });
  // Its proto3 has no `optional`: grpc-js leaves out what is not named. A book keeps its author.
  const updated = await call("UpdateBook", { id, title: "Notes, revised", authorId: "bob" });
  const list = await call("ListBooks", { page: 1, limit: 10 });
  const theirs = await call("GetBooksByAuthor", { authorId: "ada" });
  const deleted = await call("DeleteBook", { id });

  expect(book).toEqual({
    id: expect.stringMatching(/.+/),
    title: "Notes",
    authorId: "ada",
    publishedYear: 1843,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect(read).toEqual(book);
  expect(updated).toMatchObject({ success: true, message: expect.any(String) });
  expect(list).toMatchObject({ books: [{ ...book, title: "Notes, revised" }] });
  expect(theirs).toMatchObject({ books: [{ id }] });
  expect(deleted).toMatchObject({ success: true });
  expect(await call("ListBooks")).toMatchObject({ books: [] });
});
