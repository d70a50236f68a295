// The contracts: every event of the library, on one page. Each carries the whole author or book as it is now, and `version`,
// which counts the changes of that one: of two events about it the later one wins, in whichever order they come.

import { z } from "zod";

const Id = z.string().min(1);
const Version = z.int().min(1);

const Author = z.looseObject({
  id: Id,
  name: z.string(),
  email: z.string(),
  createdAt: z.string(),
  version: Version,
});

const Book = z.looseObject({
  id: Id,
  title: z.string(),
  authorId: Id,
  publishedYear: z.int(),
  createdAt: z.string(),
  version: Version,
});

const Deleted = z.looseObject({ id: Id, version: Version });

/** Published by author-service. */
export const AuthorCreated = Author;
export const AuthorUpdated = Author;
/** The books of this author are deleted because of it. */
export const AuthorDeleted = Deleted;

/** Published by book-service. */
export const BookCreated = Book;
export const BookUpdated = Book;
export const BookDeleted = Deleted;

export const contracts = {
  ...{ AuthorCreated, AuthorUpdated, AuthorDeleted },
  ...{ BookCreated, BookUpdated, BookDeleted },
};
export type LibraryContracts = typeof contracts;

/** An author or a book with the number of its last change. */
export type Versioned<Of> = Of & { version: number };
