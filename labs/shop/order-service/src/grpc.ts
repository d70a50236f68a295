// What order-service answers over gRPC, to the gateway and to worker-service.

import type { Database } from "@blog/common/database/database";
import { withCause } from "@blog/common/messaging/cause";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { VerifyToken } from "@labs/common/bearer";
import type { Handlers } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import { mustBeInternal } from "@labs/common/internal-secret";
import { readPage } from "@labs/common/page";
import type { ShopContracts } from "@shop/contracts/events";
import type { orderService } from "@shop/contracts/order";
import type { OrderStore } from "./order-store.ts";
import { aboutOrder, toOrder } from "./orders.ts";
import type { Place } from "./place.ts";

interface Dependencies {
  db: Database;
  store: OrderStore;
  outbox: Outbox<ShopContracts>;
  verify: VerifyToken;
  place: Place;
  /** Without it every UpdateOrder is refused. */
  internalSecret: string | undefined;
}

interface ProductName {
  id: string;
  name: string;
  version: number;
}

export function createCalls(dependencies: Dependencies): Handlers<typeof orderService> {
  const { db, store, outbox, verify, place, internalSecret } = dependencies;

  return {
    PlaceOrder: (order, call) =>
      place(order, {
        authorization: call.authorization,
        idempotencyKey: call.idempotencyKey,
        call,
      }),

    async GetOrders({ ids, ...page }, { authorization }) {
      const { id: userId } = await verify(authorization);
      if (ids.length > 0)
        return { orders: (await store.findAll(userId, ids)).map(toOrder), next: "" };
      const { items, next } = await readPage(page, (limit, after) =>
        store.ofUser(userId, limit, after),
      );
      return { orders: items.map(toOrder), next };
    },

    async UpdateOrder({ product_id: id, name, version }, { authorization, cause }) {
      if (internalSecret === undefined)
        throw failure("PERMISSION_DENIED", "No INTERNAL_SECRET is set here.");
      mustBeInternal(authorization, internalSecret);
      // The caller is known, so its word about the cause is taken: a repeated call publishes the same ids again.
      return withCause(cause, async () => ({ changed: await rename({ id, name, version }) }));
    },
  };

  /** What a product in open orders is called. Resolves with how many orders have changed. */
  function rename(product: ProductName): Promise<number> {
    return db.transaction(async (tx) => {
      let changed = 0;
      for (const order of await store.openWith(tx, product.id)) {
        const older = order.items.filter(
          ({ productId, nameVersion }) => productId === product.id && nameVersion < product.version,
        );
        if (older.length === 0) continue;
        await store.nameItems(tx, order.id, product);
        if (older.every(({ name }) => name === product.name)) continue;
        const next = { ...order, version: order.version + 1 };
        await store.change(tx, next);
        const data = { ...aboutOrder(next), changed: "product" as const };
        await outbox.add(tx, "OrderUpdated", data, { about: order.id });
        changed += 1;
      }
      return changed;
    });
  }
}
