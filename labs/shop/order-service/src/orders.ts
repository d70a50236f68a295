// What becomes of an order once it is placed: read, cancelled, shipped, delivered. Each change and its event in one transaction;
// whether it may happen at all is decided in states.ts.

import { Problem } from "@blog/common/base/problem";
import type { Database, Queryable, Transaction } from "@blog/common/database/database";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { Caller, VerifyToken } from "@labs/common/bearer";
import { mustMatch } from "@labs/common/entity-tag";
import type { ShopContracts } from "@shop/contracts/events";
import { toPrice } from "@shop/contracts/money";
import type { Order } from "@shop/contracts/order";
import type { OrderStore, StoredOrder } from "./order-store.ts";
import { nextStatus } from "./states.ts";

interface Dependencies {
  db: Database;
  store: OrderStore;
  outbox: Outbox<ShopContracts>;
  verify: VerifyToken;
}

/** For whom something is done, and under which conditions. */
interface Request {
  authorization?: string | undefined;
  ifMatch?: string | undefined;
}

/** Each throws the Problem that names the reason where it cannot. */
export interface Orders {
  /** For its buyer, and for the sellers of what is in it. */
  find(id: string, request: Request): Promise<Order>;
  /** By its buyer, while it is PENDING or PROCESSING. */
  cancel(id: string, request: Request): Promise<Order>;
  /** By a seller of what is in it. */
  advance(id: string, status: "SHIPPED" | "DELIVERED", request: Request): Promise<Order>;
}

export function createOrders({ db, store, outbox, verify }: Dependencies): Orders {
  // Another user's order is answered like one that does not exist: so a guessed id reveals nothing.
  async function mustSee(id: string, { id: callerId }: Caller, within: Queryable = db) {
    const order = await store.find(id, within);
    if (!order || (order.userId !== callerId && !sells(callerId, order)))
      throw new Problem(404, `There is no order ${id}.`);
    return order;
  }

  async function change(
    id: string,
    { authorization, ifMatch }: Request,
    work: (tx: Transaction, order: StoredOrder, caller: Caller) => Promise<StoredOrder>,
  ): Promise<Order> {
    const caller = await verify(authorization);
    const changed = await db.transaction(async (tx) => {
      const order = await mustSee(id, caller, tx);
      mustMatch(ifMatch, order);
      return work(tx, order, caller);
    });
    return toOrder(changed);
  }

  return {
    async find(id, { authorization }) {
      return toOrder(await mustSee(id, await verify(authorization)));
    },

    cancel: (id, request) =>
      change(id, request, async (tx, order, caller) => {
        if (order.userId !== caller.id)
          throw new Problem(403, "Only its buyer can cancel an order.");
        const reason = "cancelled by the buyer";
        const cancelled = { ...order, ...moved(order, "OrderCancelled"), reason };
        await store.change(tx, cancelled);
        await outbox.add(tx, "OrderCancelled", { ...aboutOrder(cancelled), reason });
        return cancelled;
      }),

    advance: (id, status, request) =>
      change(id, request, async (tx, order, caller) => {
        if (!sells(caller.id, order))
          throw new Problem(403, "Only a seller of something in it can ship an order.");
        const step = status === "SHIPPED" ? "OrderShipped" : "OrderDelivered";
        const sent = { ...order, ...moved(order, step) };
        await store.change(tx, sent);
        await outbox.add(tx, step, aboutOrder(sent));
        return sent;
      }),
  };
}

/** Throws a 409 Problem where this cannot happen to the order as it is. */
function moved(order: StoredOrder, step: "OrderCancelled" | "OrderShipped" | "OrderDelivered") {
  const status = nextStatus(order.status, step);
  if (status) return { status, version: order.version + 1 };
  throw new Problem(409, `Order ${order.id} is ${order.status}: this cannot happen to it now.`);
}

/** A product without an owner (OPEN_PRODUCTS=1 in product-service) is shipped by its buyer. */
function sells(callerId: string, { userId, items }: StoredOrder): boolean {
  return items.some(({ sellerId }) => (sellerId === "" ? userId : sellerId) === callerId);
}

/** What every event about an order carries. */
export function aboutOrder({ id, userId, version }: StoredOrder) {
  return { id, userId, version };
}

export function totalOf({ items }: StoredOrder): number {
  return items.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
}

/** As callers see it. */
export function toOrder(order: StoredOrder): Order {
  const { id, userId, status, reason, addressSource, createdAt, version } = order;
  const { shippingAddress, pincode, city, country, phoneNumber } = order;
  return {
    ...{ id, userId, total: toPrice(totalOf(order)), status, reason },
    items: order.items.map(({ id: itemId, productId, name, quantity, priceCents }) => ({
      ...{ id: itemId, productId, name, quantity, price: toPrice(priceCents) },
    })),
    ...{ shippingAddress, pincode, city, country, phoneNumber },
    ...{ addressSource, createdAt, version },
  };
}
