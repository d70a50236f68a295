// The events of the library: how each is drawn, its contract, and where in the code it is published and handled. Tests compare
// the contracts with those of the lab, which no page may import, and find each place in the sources.

import "../../bus-view/zod-without-eval.ts";
import { z } from "zod";
import type { CodePlace, EventType } from "../system.ts";

const authorService = { file: "labs/library/author-service/src/app.ts" };
const bookService = { file: "labs/library/book-service/src/app.ts" };
const catalogue = { file: "labs/library/catalogue/src/by-events.ts" };

const Id = z.string().min(1);
const Version = z.int().min(1);

const Author = z.looseObject({
  ...{ id: Id, name: z.string(), email: z.string(), createdAt: z.string() },
  version: Version,
});
const Book = z.looseObject({
  ...{ id: Id, title: z.string(), authorId: Id, publishedYear: z.int(), createdAt: z.string() },
  version: Version,
});
const Deleted = z.looseObject({ id: Id, version: Version });

function contractOf(type: string, schema: string): CodePlace {
  return {
    file: "labs/library/contracts/src/events.ts",
    code: `export const ${type} = ${schema};`,
  };
}

export const eventTypes = new Map<string, EventType>(
  Object.entries({
    AuthorCreated: {
      letter: "A+",
      colour: "violet",
      contract: Author,
      declared: contractOf("AuthorCreated", "Author"),
      published: [{ ...authorService, code: 'outbox.add(tx, "AuthorCreated"' }],
      handled: [
        { ...authorService, code: "AuthorCreated: ({ data }, tx) => authors.put(" },
        { ...bookService, code: "AuthorCreated: ({ data }, tx) => books.addAuthor(" },
        { ...catalogue, code: "AuthorCreated: fold(view.putAuthor)" },
      ],
    },
    AuthorUpdated: {
      letter: "A~",
      colour: "violet",
      contract: Author,
      declared: contractOf("AuthorUpdated", "Author"),
      published: [{ ...authorService, code: 'outbox.add(tx, "AuthorUpdated"' }],
      handled: [
        { ...authorService, code: "AuthorUpdated: ({ data }, tx) => authors.put(" },
        { ...catalogue, code: "AuthorUpdated: fold(view.putAuthor)" },
      ],
    },
    AuthorDeleted: {
      letter: "A−",
      colour: "brown",
      contract: Deleted,
      declared: contractOf("AuthorDeleted", "Deleted"),
      published: [{ ...authorService, code: 'outbox.add(tx, "AuthorDeleted"' }],
      handled: [
        { ...authorService, code: "AuthorDeleted: ({ data }, tx) => authors.remove(" },
        { ...bookService, code: "async AuthorDeleted({ data }, tx) {" },
        { ...catalogue, code: "AuthorDeleted: fold(view.removeAuthor)" },
      ],
    },
    BookCreated: {
      letter: "B+",
      colour: "blue",
      contract: Book,
      declared: contractOf("BookCreated", "Book"),
      published: [{ ...bookService, code: 'outbox.add(tx, "BookCreated"' }],
      handled: [
        { ...bookService, code: "BookCreated: ({ data }, tx) => restore(" },
        { ...catalogue, code: "BookCreated: fold(view.putBook)" },
      ],
    },
    BookUpdated: {
      letter: "B~",
      colour: "blue",
      contract: Book,
      declared: contractOf("BookUpdated", "Book"),
      published: [{ ...bookService, code: 'outbox.add(tx, "BookUpdated"' }],
      handled: [
        { ...bookService, code: "BookUpdated: ({ data }, tx) => restore(" },
        { ...catalogue, code: "BookUpdated: fold(view.putBook)" },
      ],
    },
    BookDeleted: {
      letter: "B−",
      colour: "brown",
      contract: Deleted,
      declared: contractOf("BookDeleted", "Deleted"),
      published: [{ ...bookService, code: 'outbox.add(tx, "BookDeleted"' }],
      handled: [
        { ...bookService, code: "BookDeleted: ({ data }, tx) => books.remove(" },
        { ...catalogue, code: "BookDeleted: fold(view.removeBook)" },
      ],
    },
  }),
);
