// The authors and books of the first start, also when it is cut short.

import { failure } from "@labs/common/grpc/status";
import { expect, it, onTestFinished } from "vitest";
import { createAll } from "../../../labs/library/seed.ts";
import { AUTHORS, BOOKS } from "../../../labs/library/seed-books.ts";
import { startLibrary } from "./library.ts";

it("A first start that is cut in half creates nothing twice, and the next one completes it", async () => {
  const library = await startLibrary();
  onTestFinished(library.close);
  const { authors, books } = library;
  let created = 0;
  const CreateBook: typeof books.CreateBook = async (...given) => {
    created += 1;
    const book = await books.CreateBook(...given);
    // It is created, and the client never learns it.
    if (created === BOOKS / 2) throw failure("UNAVAILABLE", "Killed.");
    return book;
  };

  await expect(createAll(authors, { CreateBook })).rejects.toThrow("Killed.");
  expect((await books.ListBooks({})).books).toHaveLength(BOOKS / 2);
  const [first] = (await authors.ListAuthors({})).authors;
  const bookOfFirst = await books.GetBooksByAuthor({ authorId: first!.id });
  for (const { id } of bookOfFirst.books) await books.DeleteBook({ id });
  await authors.DeleteAuthor({ id: first!.id });
  await library.deliver();
  let late = 0;
  await createAll(authors, {
    async CreateBook(...given) {
      const book = await books.CreateBook(...given);
      // The machine is busy: the same call, made again, creates nothing twice.
      if ((late += 1) <= 2) throw failure("DEADLINE_EXCEEDED", "Too late.");
      return book;
    },
  });

  // What was deleted in between does not come back.
  expect((await authors.ListAuthors({})).authors).toHaveLength(AUTHORS - 1);
  expect((await books.ListBooks({})).books).toHaveLength(BOOKS - bookOfFirst.books.length);
  expect([AUTHORS, BOOKS]).toEqual([20, 60]);
});
