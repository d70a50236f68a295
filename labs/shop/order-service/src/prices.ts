// What the products of an order cost, and what they are called: product-service knows. A cache stands in front of it, with the
// same interface (cached-prices.ts); main.ts hands it in. Nothing is decided here about stock: only the reservation does that.

import { Problem } from "@blog/common/base/problem";
import type { GrpcClient } from "@labs/common/grpc/client";
import type { Call } from "@labs/common/grpc/server";
import { codeOf } from "@labs/common/grpc/status";
import type { Product, productService } from "@shop/contracts/product";

export interface Prices {
  /** In any order; unknown ids are left out. Throws a 503 Problem while it cannot be known. */
  find(ids: string[], call?: Call): Promise<Product[]>;
  /**
   * Where answers are kept: an order that is placed after this has resolved costs what product-service answers from now on. False
   * where only this process is sure of that.
   */
  forget?(productId: string): Promise<boolean>;
}

/** Asks product-service each time. An answer is waited for so long, in milliseconds. */
export function askPrices(
  products: Pick<GrpcClient<typeof productService>, "GetProducts">,
  deadlineMs = 1000,
): Prices {
  return {
    async find(ids, call) {
      const options = { deadlineMs, ...(call && { parent: call }) };
      try {
        return (await products.GetProducts({ ids }, options)).products;
      } catch (error) {
        const code = codeOf(error);
        if (code !== "UNAVAILABLE" && code !== "DEADLINE_EXCEEDED") throw error;
        throw new Problem(503, "product-service, which knows the prices, is away: try again.", {
          headers: { "retry-after": "1" },
        });
      }
    },
  };
}
