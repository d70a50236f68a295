// What book-service answers over HTTP, for /api-docs: operators and the bus. Its callers use gRPC (proto/book/book.proto).

import { describeApi } from "@blog/common/api-docs/openapi";
import { deliveryPaths, operatorPaths, serviceSchemas } from "@blog/common/api-docs/openapi-shared";

export const openApi = describeApi({
  title: "book-service",
  description: "Owns the books. They are read and changed over gRPC: book.BookService.",
  schemas: serviceSchemas,
  paths: {
    ...deliveryPaths("AuthorCreated and AuthorDeleted, and on its own", {
      type: "AuthorDeleted",
      data: { id: "author-1", version: 2 },
    }),
    ...operatorPaths,
  },
});
