// The catalogue: answers which books there are, in two ways to compare, and passes everything else on to the services that own it.

import { parse, Problem } from "@blog/common/base/problem";
import type { Database } from "@blog/common/database/database";
import { idempotencyKey } from "@blog/common/http/idempotency";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import type { GrpcClient } from "@labs/common/grpc/client";
import { withProblems } from "@labs/common/grpc/problems";
import type { authorService } from "@library/contracts/author";
import type { bookService } from "@library/contracts/book";
import { byEvents, createViewInbox } from "./by-events.ts";
import { byRpc, findAtOnce, findInTurn, findTogether } from "./by-rpc.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Request } from "express";
import type { z } from "zod";
import {
  AuthorChanges,
  BookChanges,
  BookQuery,
  BooksQuery,
  NewAuthor,
  NewBook,
  PageQuery,
} from "./requests.ts";
import type { ViewStore } from "./view-store.ts";

interface Dependencies {
  db: Database;
  view: ViewStore;
  authors: GrpcClient<typeof authorService>;
  books: GrpcClient<typeof bookService>;
  /** How long an answer by RPC may take. */
  answerWithinMs?: number;
}

export function createApp(
  { db, view, answerWithinMs = 1000, ...clients }: Dependencies,
  options: ServiceOptions = {},
): Service<CheckpointedInbox> {
  const authors = withProblems(clients.authors, "author-service");
  const books = withProblems(clients.books, "book-service");
  const known = byEvents(view);
  const asked = byRpc(books, findTogether(authors), answerWithinMs);
  const naively = {
    "1": byRpc(books, findInTurn(authors), answerWithinMs),
    "at-once": byRpc(books, findAtOnce(authors), answerWithinMs),
  };

  function wayOf({ by, naive }: z.output<typeof BookQuery>): Catalogue {
    if (by === "events") return known;
    return naive ? naively[naive] : asked;
  }

  return createService("catalogue", {
    ...options,

    routes(app) {
      app.get("/books", async (req, res) => {
        const query = parse(BooksQuery, req.query);
        res.send(await wayOf(query).list(query));
      });

      app.get("/books/:id", async (req, res) => {
        const answer = await wayOf(parse(BookQuery, req.query)).find(req.params.id);
        if (answer.books.length === 0) throw new Problem(404, `There is no book ${req.params.id}.`);
        res.send(answer);
      });

      app.post("/books", async (req, res) => {
        const created = books.CreateBook(parse(NewBook, req.body), keyOf(req));
        res.status(201).send(await created);
      });

      app.patch("/books/:id", async (req, res) => {
        const changes = { id: req.params.id, ...parse(BookChanges, req.body) };
        res.send(await books.UpdateBook(changes, keyOf(req)));
      });

      app.delete("/books/:id", async (req, res) => {
        const { id } = req.params;
        res.send(await books.DeleteBook({ id }, keyOf(req)));
      });

      app.get("/authors", async (req, res) => {
        res.send(await authors.ListAuthors(parse(PageQuery, req.query)));
      });

      app.post("/authors", async (req, res) => {
        const created = authors.CreateAuthor(parse(NewAuthor, req.body), keyOf(req));
        res.status(201).send(await created);
      });

      app.patch("/authors/:id", async (req, res) => {
        const changes = { id: req.params.id, ...parse(AuthorChanges, req.body) };
        res.send(await authors.UpdateAuthor(changes, keyOf(req)));
      });

      app.delete("/authors/:id", async (req, res) => {
        const { id } = req.params;
        res.send(await authors.DeleteAuthor({ id }, keyOf(req)));
      });
    },

    inbox: createViewInbox(db, view),
  });
}

/** The caller's key travels on: so a retry of its request is one of the call, too. */
function keyOf(req: Request): { idempotencyKey: string | undefined } {
  return { idempotencyKey: idempotencyKey(req) };
}
