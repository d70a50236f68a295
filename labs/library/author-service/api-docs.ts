// What author-service answers over HTTP, for /api-docs: operators and the bus. Its callers use gRPC (proto/author/author.proto).

import { describeApi } from "@blog/common/api-docs/openapi";
import { deliveryPaths, operatorPaths, serviceSchemas } from "@blog/common/api-docs/openapi-shared";

export const openApi = describeApi({
  title: "author-service",
  description: "Owns the authors. They are read and changed over gRPC: author.AuthorService.",
  schemas: serviceSchemas,
  paths: {
    ...deliveryPaths("AuthorCreated, AuthorUpdated and AuthorDeleted, its own", {
      type: "AuthorDeleted",
      data: { id: "author-1", version: 2 },
    }),
    ...operatorPaths,
  },
});
