// The descriptions of the library's services at /api-docs.

import { apiDocs, type LoadOpenApi } from "@blog/common/api-docs/api-docs";
import { openDatabase } from "@blog/common/database/open-database";
import { createOutbox } from "@blog/common/messaging/outbox";
import { connectGrpc } from "@labs/common/grpc/client";
import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";
import { createApp as createAuthors } from "../../../labs/library/author-service/src/app.ts";
import { createAuthorStore } from "../../../labs/library/author-service/src/author-store.ts";
import { createApp as createBooks } from "../../../labs/library/book-service/src/app.ts";
import { createBookStore } from "../../../labs/library/book-service/src/book-store.ts";
import { createApp as createCatalogue } from "../../../labs/library/catalogue/src/app.ts";
import { createViewStore } from "../../../labs/library/catalogue/src/view-store.ts";
import { describeApiDocs } from "../../openapi.contract.ts";

const db = await openDatabase("sqlite::memory:", []);
const outbox = createOutbox(db, "test");
const docsOf = (load: LoadOpenApi) => ({ operatorRoutes: apiDocs(load) });

const authors = createAuthors(
  {
    ...{ db, outbox, authors: createAuthorStore(db) },
    books: { GetBooksByAuthor: async () => ({ books: [] }) },
  },
  docsOf(() => import("../../../labs/library/author-service/api-docs.ts")),
);
const books = createBooks(
  { db, outbox, books: createBookStore(db), authors: { exists: async () => true } },
  docsOf(() => import("../../../labs/library/book-service/api-docs.ts")),
);

const catalogue = createCatalogue(
  {
    ...{ db, view: createViewStore(db) },
    authors: connectGrpc(authorService, "localhost:1"),
    books: connectGrpc(bookService, "localhost:1"),
  },
  docsOf(() => import("../../../labs/library/catalogue/api-docs.ts")),
);

describeApiDocs([authors.service, books.service, catalogue]);
