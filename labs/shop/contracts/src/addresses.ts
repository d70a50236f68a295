// Where the services listen for gRPC, and so where the others find them: one variable moves a service for all of them. In a
// cluster a service listens at 0.0.0.0:50061, and is user-service:50061 to the others.

import { Address } from "@labs/common/grpc/settings";
import { z } from "zod";

export const Addresses = z.object({
  USER_GRPC: Address.default("localhost:50061"),
  PRODUCT_GRPC: Address.default("localhost:50062"),
  ORDER_GRPC: Address.default("localhost:50063"),
});

/** Where the public keys are with which access tokens are verified, and the routes for a browser. */
export const UserServiceUrl = z.url("must be a URL").default("http://localhost:30000");
