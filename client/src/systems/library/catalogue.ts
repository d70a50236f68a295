// What the catalogue is asked: it answers over HTTP for the whole library, and passes writes on by gRPC.

import { http } from "../../http/http.ts";
import { idempotent, newIdempotencyKey } from "../../http/idempotency-key.ts";

export interface Author {
  id: string;
  name: string;
  email: string;
  createdAt: string;
}

export interface Book {
  id: string;
  title: string;
  authorId: string;
  publishedYear: number;
  createdAt: string;
}

/** How the catalogue finds its answer: it asks the owners of the data, or it has learned everything from events. */
export type Way = "rpc" | "events";

export interface AnsweredBook {
  id: string;
  title: string;
  publishedYear: number;
  /** Without a name as long as this author is not known. */
  author: { id: string; name: string | null };
}

export interface BooksAnswer {
  books: AnsweredBook[];
  /** Of the last book here, where there are more; empty where there are none. */
  next: string;
  answeredBy: Way;
  /** To other services, for this answer. */
  calls: number;
  /** Until when what happened is in the answer, in ISO 8601. */
  asOf: string | null;
}

interface BooksQuery {
  limit?: number;
  /** After that it rejects. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Rejects when the way leads to a service that does not answer. */
export async function getBooks(
  by: Way,
  { limit, timeoutMs, signal }: BooksQuery = {},
): Promise<BooksAnswer> {
  const { data } = await http.get<BooksAnswer>("/books", {
    params: { by, limit },
    ...(timeoutMs && { timeout: timeoutMs }),
    ...(signal && { signal }),
  });
  return data;
}

/** The first hundred, oldest first. */
export async function getAuthors(): Promise<Author[]> {
  const { data } = await http.get<{ authors: Author[] }>("/authors");
  return data.authors;
}

export async function createAuthor(author: Pick<Author, "name" | "email">): Promise<Author> {
  const { data } = await http.post<Author>("/authors", author, asOneRequest());
  return data;
}

export async function renameAuthor(id: string, name: string): Promise<void> {
  await http.patch(`/authors/${encodeURIComponent(id)}`, { name }, asOneRequest());
}

/** Refused while there are books of this author. */
export async function deleteAuthor(id: string): Promise<void> {
  await http.delete(`/authors/${encodeURIComponent(id)}`, asOneRequest());
}

export async function createBook(
  book: Pick<Book, "title" | "authorId" | "publishedYear">,
): Promise<Book> {
  const { data } = await http.post<Book>("/books", book, asOneRequest());
  return data;
}

// However often it is sent, by whichever proxy, it is carried out once.
function asOneRequest(): { headers: Record<string, string> } {
  return { headers: idempotent(newIdempotencyKey()) };
}
