// What product-service answers over gRPC, to the gateway, to order-service and to worker-service.

import { withCause } from "@blog/common/messaging/cause";
import type { Handlers } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import { mustBeInternal } from "@labs/common/internal-secret";
import { readPage } from "@labs/common/page";
import type { productService } from "@shop/contracts/product";
import type { ProductStore } from "./product-store.ts";
import { type Products, toProduct } from "./products.ts";

interface Dependencies {
  products: Products;
  store: ProductStore;
  /** Without it every UpdateProduct is refused. */
  internalSecret: string | undefined;
}

export function createCalls(dependencies: Dependencies): Handlers<typeof productService> {
  const { products, store, internalSecret } = dependencies;

  return {
    GetProducts: async ({ ids }) => ({ products: (await store.findAll(ids)).map(toProduct) }),

    async ListProducts(page) {
      const { items, next } = await readPage(page, store.list);
      return { products: items.map(toProduct), next };
    },

    CreateProduct: (product, call) =>
      products.create(product, {
        authorization: call.authorization,
        idempotencyKey: call.idempotencyKey,
        call,
      }),

    async UpdateProduct({ owner_id: id, owner_name: name, owner_address: address, version }, call) {
      if (internalSecret === undefined)
        throw failure("PERMISSION_DENIED", "No INTERNAL_SECRET is set here.");
      mustBeInternal(call.authorization, internalSecret);
      // The caller is known, so its word about the cause is taken: a repeated call publishes the same ids again.
      const changed = await withCause(call.cause, () =>
        products.rename({ id, name, address, version }),
      );
      return { changed };
    },
  };
}
