// What may happen to the saga, as fast-check makes it up: buyers, sellers, a bus that keeps no order, and processes that die.

import fc from "fast-check";
import { type Saga, SELLER, type ServiceName, SERVICES } from "./saga.ts";

const FAILPOINTS = ["inbox.event", "outbox.add", "database.commit", "database.committed"];

const service = fc.constantFrom<ServiceName>(...SERVICES);
const product = fc.nat(1);
// Taken modulo how many there are.
const any = fc.nat(20);

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("place" as const),
      buyer: fc.constantFrom("ada", "bob"),
      quantities: fc.tuple(fc.nat(3), fc.nat(2)),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("cancel" as const), order: any }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("ship" as const), order: any }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("restock" as const), product, stock: fc.nat(6) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reprice" as const), product }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete product" as const), product }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("delete user" as const), buyer: fc.constant("bob") }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("publish" as const), service }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      service,
      skip: fc.nat(3),
      most: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("deliver again" as const),
      service,
      event: any,
      withIds: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("kill" as const),
      service,
      failpoint: fc.constantFrom(...FAILPOINTS),
      nth: fc.integer({ min: 1, max: 3 }),
    }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** The stock at first, and steps in groups: those of one group begin together. */
export interface Plan {
  stocks: [number, number];
  groups: Step[][];
}

export const plan: fc.Arbitrary<Plan> = fc.record({
  stocks: fc.tuple(fc.nat(5), fc.nat(3)),
  groups: fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 12, size: "max" }),
});

export function perform(saga: Saga, each: Step): void {
  const { productIds, placed, log, pending } = saga;

  switch (each.do) {
    case "place": {
      const items = each.quantities.flatMap((quantity, index) =>
        quantity > 0 ? [{ productId: productIds[index]!, quantity }] : [],
      );
      if (items.length > 0) placeOrder(saga, each.buyer, items);
      return;
    }
    case "cancel": {
      const order = placed[each.order % placed.length];
      if (!order) return;
      return saga.begin("order-service", () =>
        saga.orders.app.orders.cancel(order.id, { authorization: order.buyer }),
      );
    }
    case "ship": {
      const order = placed[each.order % placed.length];
      if (!order) return;
      return saga.begin("order-service", () =>
        saga.orders.app.orders.advance(order.id, "SHIPPED", { authorization: SELLER }),
      );
    }
    case "restock":
    case "reprice": {
      const changes = each.do === "restock" ? { stock: each.stock } : { price: 2 };
      return saga.begin("product-service", () =>
        saga.products.app.products.change(productIds[each.product]!, changes, {
          authorization: SELLER,
        }),
      );
    }
    case "delete product":
      return saga.begin("product-service", () =>
        saga.products.app.products.remove(productIds[each.product]!, { authorization: SELLER }),
      );
    case "delete user":
      return saga.append({
        ...{ id: `deletion-${log.length}`, type: "UserDeleted", source: "user-service" },
        ...{ time: "2026-01-01T00:00:00Z", data: { id: each.buyer, version: 9 } },
      });
    case "publish":
      return saga.publish(each.service);
    case "deliver":
      return saga.deliver(
        each.service,
        [...pending[each.service]].slice(each.skip, each.skip + each.most),
      );
    case "deliver again":
      if (log.length === 0) return;
      return saga.deliver(each.service, [each.event % log.length], { withIds: each.withIds });
    case "kill":
      return saga.killAt(each.service, each.failpoint, each.nth);
  }
}

export function placeOrder(
  saga: Saga,
  buyer: string,
  items: { productId: string; quantity: number }[],
): void {
  saga.begin("order-service", async () => {
    const { id } = await saga.orders.app.place({ items }, { authorization: buyer });
    saga.placed.push({ id, buyer });
  });
}
