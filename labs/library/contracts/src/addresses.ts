// Where the services listen for gRPC, and so where the others find them: one variable moves a service for all of them. In a
// cluster a service listens at 0.0.0.0:50051, and is author-service:50051 to the others.

import { Address } from "@labs/common/grpc/settings";
import { z } from "zod";

export const Addresses = z.object({
  AUTHOR_GRPC: Address.default("localhost:50051"),
  BOOK_GRPC: Address.default("localhost:50052"),
});
