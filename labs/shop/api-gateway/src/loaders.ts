// Many questions, one call. Fifty orders with two items each ask a hundred times for a product; what is asked for in one turn of
// the event loop is collected, each id once, and asked in one call. A loader lives for one request: it remembers what it has
// loaded, and one client must not be answered with what another was allowed to see.

import DataLoader from "dataloader";
import type { Order } from "@shop/contracts/order";
import type { Product } from "@shop/contracts/product";
import type { Caller } from "@shop/contracts/user";
import type { CachedLists } from "./cached-lists.ts";
import type { ListPage, ShopClients } from "./clients.ts";

/** Of the caller alone: order-service answers with no others. */
export interface OrderPage extends ListPage {
  userId: string;
}

/** What is not there is null. */
export interface Loaders {
  userById: DataLoader<string, Caller | null>;
  productById: DataLoader<string, Product | null>;
  orderById: DataLoader<string, Order | null>;
  ordersOfUser: DataLoader<OrderPage, Order[], string>;
}

interface Dependencies {
  clients: ShopClients;
  lists: CachedLists;
  /** Of a call that is made now. */
  options: () => { deadlineMs: number };
  authorization: string | undefined;
  /** One call for each thing that is asked for, also for the same one again: what the loaders are the cure for. */
  isNaive?: boolean | undefined;
}

/** The most ids that a service takes at a time. */
const maxBatchSize = 1000;

export function createLoaders({
  clients,
  lists,
  options,
  authorization,
  isNaive = false,
}: Dependencies): Loaders {
  const { users, products, orders } = clients;
  const asAsked = isNaive ? { batch: false, cache: false } : { maxBatchSize };
  const asCaller = () => ({ ...options(), authorization });

  return {
    userById: byId(async (ids) => (await users.GetUsers({ ids }, options())).users, asAsked),
    productById: byId(
      async (ids) => (await products.GetProducts({ ids }, options())).products,
      asAsked,
    ),
    orderById: byId(async (ids) => (await orders.GetOrders({ ids }, asCaller())).orders, asAsked),

    ordersOfUser: new DataLoader(
      (pages) =>
        Promise.all(
          pages.map(({ userId, first, after }) =>
            lists.ordersOf(userId, { first, after }, async () => {
              const request = { ids: [], limit: first, after };
              return (await orders.GetOrders(request, asCaller())).orders;
            }),
          ),
        ),
      { cacheKeyFn: ({ userId, first, after }) => JSON.stringify([userId, first, after]) },
    ),
  };
}

function byId<Thing extends { id: string }>(
  loadAll: (ids: string[]) => Promise<Thing[]>,
  options: DataLoader.Options<string, Thing | null>,
): DataLoader<string, Thing | null> {
  return new DataLoader<string, Thing | null>(async (ids) => {
    const found = new Map((await loadAll([...ids])).map((thing) => [thing.id, thing]));
    return ids.map((id) => found.get(id) ?? null);
  }, options);
}
