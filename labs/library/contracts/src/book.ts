// The messages of book.BookService: the names and types of proto/book/book.proto (a test compares them), and the rules that its
// types cannot state.

import type { Contract } from "@labs/common/grpc/contract";
import { textOf } from "@blog/common/base/text";
import { PageRequest } from "@labs/common/page";
import { z } from "zod";
import { Outcome } from "./outcome.ts";

export const Book = z.object({
  id: z.string(),
  title: z.string(),
  authorId: z.string(),
  publishedYear: z.int(),
  createdAt: z.string(),
});
export type Book = z.output<typeof Book>;

const Title = textOf(200);
/** Books are announced a year before they appear. */
const Year = z
  .int()
  .min(1000, "must be a year from 1000 on")
  .refine((year) => year <= new Date().getFullYear() + 1, "must not be later than next year");

export const CreateBookRequest = z.object({
  title: Title,
  authorId: z.string(),
  publishedYear: Year,
});
export const UpdateBookRequest = z.object({
  id: z.string(),
  title: z.exactOptional(Title),
  publishedYear: z.exactOptional(Year),
});
const ById = z.object({ id: z.string() });
const Books = z.object({ books: z.array(Book) });

export const bookService = {
  service: "book.BookService",
  file: new URL("../../proto/book/book.proto", import.meta.url),
  methods: {
    CreateBook: { request: CreateBookRequest, response: Book, isWrite: true },
    GetBook: { request: ById, response: Book },
    UpdateBook: { request: UpdateBookRequest, response: Outcome, isWrite: true },
    DeleteBook: { request: ById, response: Outcome, isWrite: true },
    ListBooks: { request: PageRequest, response: Books.extend({ next: z.string() }) },
    GetBooksByAuthor: { request: z.object({ authorId: z.string() }), response: Books },
  },
} satisfies Contract;
