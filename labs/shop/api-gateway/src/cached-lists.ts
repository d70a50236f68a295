// The lists that are asked for most, kept for ten minutes, or until an event invalidates them (forget.ts). The original keeps
// all orders under one key for all users, and deletes a list before the write that changes it; here each user's orders are a
// group of their own, and the cache stores nothing that was loaded before the last invalidation (labs/common/src/cache).

import { type Cache, type CacheStore, createCache } from "@labs/common/cache/cache";
import { Order } from "@shop/contracts/order";
import { Product } from "@shop/contracts/product";
import { z } from "zod";
import { ListedUser, type ListPage } from "./clients.ts";

export interface CachedLists {
  products(page: ListPage, load: () => Promise<Product[]>): Promise<Product[]>;
  users(page: ListPage, load: () => Promise<ListedUser[]>): Promise<ListedUser[]>;
  ordersOf(userId: string, page: ListPage, load: () => Promise<Order[]>): Promise<Order[]>;
  /** For metrics. */
  caches: Pick<Cache<unknown>, "name" | "stats">[];
  invalidate: InvalidateLists;
}

/** No read that begins afterwards has what was loaded before. False where only this process is sure of that. */
export interface InvalidateLists {
  products(): Promise<boolean>;
  users(): Promise<boolean>;
  ordersOf(userId: string): Promise<boolean>;
}

const ALL = "all";

export function createCachedLists(store: CacheStore, { ttlMs = 600_000 } = {}): CachedLists {
  const products = createCache({
    ...{ store, ttlMs, name: "product_list" },
    parse: (json) => z.array(Product).parse(json),
  });
  const users = createCache({
    ...{ store, ttlMs, name: "users_list" },
    parse: (json) => z.array(ListedUser).parse(json),
  });
  const orders = createCache({
    ...{ store, ttlMs, name: "orders" },
    parse: (json) => z.array(Order).parse(json),
  });

  return {
    products: (page, load) => products.read({ group: ALL, page: pageId(page) }, load),
    users: (page, load) =>
      users.read({ group: ALL, page: pageId(page) }, async () => (await load()).map(masked)),
    ordersOf: (userId, page, load) => orders.read({ group: userId, page: pageId(page) }, load),
    caches: [products, users, orders],
    invalidate: {
      products: () => products.invalidate(ALL),
      users: () => users.invalidate(ALL),
      ordersOf: (userId) => orders.invalidate(userId),
    },
  };
}

/** As without a cache: each read loads. For NAIVE=1, to compare. */
export function createLoadedLists(): CachedLists {
  const isSure = async () => true;
  return {
    products: (_page, load) => load(),
    users: async (_page, load) => (await load()).map(masked),
    ordersOf: (_userId, _page, load) => load(),
    caches: [],
    invalidate: { products: isSure, users: isSure, ordersOf: isSure },
  };
}

const pageId = ({ first, after }: ListPage): string => `${first}:${after}`;

// One list for all callers must have nothing that one of them alone may see, whatever the service has answered this one.
function masked({ id, name, email }: ListedUser): ListedUser {
  const [first = ""] = email;
  return { id, name, email: `${first}•••${email.slice(email.lastIndexOf("@"))}` };
}
