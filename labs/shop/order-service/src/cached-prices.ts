// Prices from a cache. Each product is an entry of its own, which the events about it invalidate; without them it would be wrong
// for ten minutes at most. What an order costs is decided when it is placed: so a price may be as old as its event is on its way.

import { type Cache, type CacheStore, createCache } from "@labs/common/cache/cache";
import { Product } from "@shop/contracts/product";
import type { Prices } from "./prices.ts";

/** `null`: there is no such product. */
export function createPriceCache(store: CacheStore): Cache<Product | null> {
  return createCache({ store, name: "product", parse: (json) => Product.nullable().parse(json) });
}

/** What is not kept is asked for in one call, however many products an order has. */
export function cachePrices(asked: Prices, cache: Cache<Product | null>): Prices {
  return {
    async find(ids) {
      const loader = createLoader(asked);
      const found = await Promise.all(ids.map((id) => cache.read({ group: id }, () => loader(id))));
      return found.filter((product) => product !== null);
    },

    forget: (productId) => cache.invalidate(productId),
  };
}

/** Collects the ids of one turn of the event loop. */
function createLoader(asked: Prices): (id: string) => Promise<Product | null> {
  const ids: string[] = [];
  let answer: Promise<Map<string, Product>> | undefined;

  return async (id) => {
    ids.push(id);
    answer ??= new Promise((resolve) => setImmediate(resolve)).then(async () => {
      const collected = ids.splice(0);
      answer = undefined;
      // Not for the call that happens to be first: another order may wait for the same product.
      return new Map((await asked.find(collected)).map((product) => [product.id, product]));
    });
    return (await answer).get(id) ?? null;
  };
}
