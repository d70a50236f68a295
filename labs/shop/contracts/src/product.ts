// The messages of productserviceproto.ProductService: the names and types of proto/product.proto (a test compares them), and the
// rules that its types cannot state.

import { textOf } from "@blog/common/base/text";
import type { Contract } from "@labs/common/grpc/contract";
import { PageRequest } from "@labs/common/page";
import { z } from "zod";
import { Price } from "./money.ts";

export const Product = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  price: z.number(),
  stock: z.int(),
  ownerId: z.string(),
  ownerName: z.string(),
  ownerAddress: z.string(),
  createdAt: z.string(),
  version: z.int(),
});
export type Product = z.output<typeof Product>;

/** Of anything there may be none, and at most a million. */
export const Stock = z
  .int("must be a whole number")
  .min(0, "must not be negative")
  .max(1_000_000, "must be at most 1000000");

export const NewProduct = z.object({
  name: textOf(200),
  description: textOf(2000),
  price: Price,
  stock: Stock,
});

const Products = z.object({ products: z.array(Product) });

export const productService = {
  service: "productserviceproto.ProductService",
  file: new URL("../../proto/product.proto", import.meta.url),
  methods: {
    // Unknown ids are left out.
    GetProducts: { request: z.object({ ids: z.array(z.string()).max(1000) }), response: Products },
    ListProducts: { request: PageRequest, response: Products.extend({ next: z.string() }) },
    // For the user whose token comes with the call.
    CreateProduct: { request: NewProduct, response: Product, isWrite: true },
    // For worker-service alone: what the owner of products is called, and where. An older version changes nothing.
    UpdateProduct: {
      request: z.object({
        owner_id: z.string(),
        owner_name: z.string(),
        owner_address: z.string(),
        version: z.int(),
      }),
      response: z.object({ changed: z.int() }),
      isWrite: true,
    },
  },
} satisfies Contract;
