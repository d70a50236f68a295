// What the catalogue answers, for /api-docs. The lesson is in app.ts.

import {
  body,
  describeApi,
  inPath,
  inQuery,
  json,
  type Operation,
  problem,
} from "@blog/common/api-docs/openapi";
import {
  deliveryPaths,
  idempotencyKeyHeader,
  operatorPaths,
  serviceSchemas,
} from "@blog/common/api-docs/openapi-shared";
import { Author } from "@library/contracts/author";
import { Book } from "@library/contracts/book";
import { Outcome } from "@library/contracts/outcome";
import { z } from "zod";
import type { Answer as CatalogueAnswer } from "./src/catalogue.ts";
import {
  AuthorChanges,
  BookChanges,
  BookQuery,
  BooksQuery,
  NewAuthor,
  NewBook,
  PageQuery,
} from "./src/requests.ts";

const Answer: z.ZodType<CatalogueAnswer> = z.object({
  books: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      publishedYear: z.int(),
      author: z.object({ id: z.string(), name: z.string().nullable() }),
    }),
  ),
  next: z.string(),
  answeredBy: z.enum(["rpc", "events"]),
  calls: z.int(),
  asOf: z.string().nullable(),
});
const Authors = z.object({ authors: z.array(Author), next: z.string() });

const parameters = {
  by: "`rpc` asks the services now; `events` answers from what is known already.",
  naive:
    "With `by=rpc`, to compare: one call for each author, in turn (`1`) or all at the same time (`at-once`).",
  limit: "How many, at most.",
  after: "`next` of the page before.",
};
const away = {
  429: problem("Too many writes from this address in a minute, or too many calls at a time."),
  502: problem("The service that was asked has failed."),
  503: problem("The service that was asked is not available."),
  504: problem("The service that was asked did not answer in time."),
};

interface Write {
  operationId: string;
  summary: string;
  what: "author" | "book";
  status: 200 | 201;
  answer: string;
  request?: { schema: string; example: object };
  conflict?: string;
}

function write(about: Write): Operation {
  const { operationId, summary, what, status, answer, request, conflict } = about;
  return {
    operationId,
    summary,
    parameters: [
      ...(status === 200 ? [inPath("id", `The id of the ${what}.`)] : []),
      idempotencyKeyHeader,
    ],
    ...(request && { requestBody: body(request.schema, request.example) }),
    responses: {
      [status]: json(`As ${what}-service has answered.`, answer),
      400: problem("A field is missing or wrong; the answer names it."),
      404: problem("There is no such author or book."),
      ...(conflict && { 409: problem(conflict) }),
      ...(request && { 413: problem("More than 128 kB."), 415: problem("No JSON.") }),
      422: problem("The Idempotency-Key has come with another request before."),
      ...away,
    },
  };
}

const ada = { name: "Ada Lovelace", email: "ada@example.com" };
const notes = { title: "Notes", authorId: "author-1", publishedYear: 1843 };
const emailTaken = "Another author has this email.";

export const openApi = describeApi({
  title: "catalogue",
  description: "Answers which books there are, by asking the services or from their events.",
  schemas: {
    ...{ Answer, Author, Authors, Book, Outcome, NewAuthor, AuthorChanges, NewBook, BookChanges },
    ...serviceSchemas,
  },
  paths: {
    "/books": {
      get: {
        operationId: "listBooks",
        summary: "Books with the names of their authors, oldest first: one question, two ways.",
        parameters: inQuery(BooksQuery, parameters),
        responses: {
          200: json("A page; `next` is empty when there are no more.", "Answer"),
          400: problem("A parameter is wrong; the answer names it."),
          ...away,
        },
      },
      post: write({
        operationId: "createBook",
        summary: "Creates a book of an author.",
        ...{ what: "book", status: 201, answer: "Book" },
        request: { schema: "NewBook", example: notes },
      }),
    },
    "/books/{id}": {
      get: {
        operationId: "readBook",
        summary: "The same for one book.",
        parameters: [inPath("id", "The book's id."), ...inQuery(BookQuery, parameters)],
        responses: {
          200: json("The book.", "Answer"),
          400: problem("A parameter is wrong; the answer names it."),
          404: problem("There is no such book; by events: or not yet."),
          ...away,
        },
      },
      patch: write({
        operationId: "updateBook",
        summary: "Changes what is named.",
        ...{ what: "book", status: 200, answer: "Outcome" },
        request: { schema: "BookChanges", example: { publishedYear: 1844 } },
      }),
      delete: write({
        operationId: "deleteBook",
        summary: "Deletes a book.",
        ...{ what: "book", status: 200, answer: "Outcome" },
      }),
    },
    "/authors": {
      get: {
        operationId: "listAuthors",
        summary: "Authors, oldest first, as author-service has them.",
        parameters: inQuery(PageQuery, parameters),
        responses: {
          200: json("A page; `next` is empty when there are no more.", "Authors"),
          400: problem("A parameter is wrong; the answer names it."),
          ...away,
        },
      },
      post: write({
        operationId: "createAuthor",
        summary: "Creates an author.",
        ...{ what: "author", status: 201, answer: "Author", conflict: emailTaken },
        request: { schema: "NewAuthor", example: ada },
      }),
    },
    "/authors/{id}": {
      patch: write({
        operationId: "updateAuthor",
        summary: "Changes what is named.",
        ...{ what: "author", status: 200, answer: "Outcome", conflict: emailTaken },
        request: { schema: "AuthorChanges", example: { name: "Ada King" } },
      }),
      delete: write({
        operationId: "deleteAuthor",
        summary: "Deletes an author who has no books.",
        ...{ what: "author", status: 200, answer: "Outcome" },
        conflict: "The author has books.",
      }),
    },
    ...deliveryPaths("every event of the library", {
      type: "BookDeleted",
      data: { id: "book-1", version: 2 },
    }),
    ...operatorPaths,
  },
});
