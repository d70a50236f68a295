// Places an order: who buys → where it goes → what it costs → one transaction for the order, its event and the idempotency key. It
// does not look at the stock: between that look and the reservation anything may happen, so the order is PENDING until
// product-service has decided (reservations.ts there).

import { newId } from "@blog/common/base/ids";
import { Problem } from "@blog/common/base/problem";
import type { Database, Transaction } from "@blog/common/database/database";
import { createIdempotency } from "@blog/common/http/idempotency";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { VerifyToken } from "@labs/common/bearer";
import type { Call } from "@labs/common/grpc/server";
import type { ShopContracts } from "@shop/contracts/events";
import { toCents } from "@shop/contracts/money";
import type { NewOrder, Order } from "@shop/contracts/order";
import type { Product } from "@shop/contracts/product";
import {
  type AddressStore,
  addressUnknown,
  type AskAddress,
  buyerGone,
  type KnownAddress,
} from "./address.ts";
import type { OrderStore, StoredOrder } from "./order-store.ts";
import { toOrder, totalOf } from "./orders.ts";
import type { Prices } from "./prices.ts";

interface Dependencies {
  db: Database;
  store: OrderStore;
  addresses: AddressStore;
  outbox: Outbox<ShopContracts>;
  verify: VerifyToken;
  askAddress: AskAddress;
  prices: Prices;
}

interface Request {
  authorization?: string | undefined;
  idempotencyKey?: string | undefined;
  /** The call that is being answered, if it is one. */
  call?: Call;
}

/** Resolves with the order, which is PENDING. Throws the Problem that names the reason where there is none. */
export type Place = (order: NewOrder, request: Request) => Promise<Order>;

export function createPlace(dependencies: Dependencies): Place {
  const { db, store, addresses, outbox, verify, askAddress, prices } = dependencies;
  const { once } = createIdempotency(db);

  return async ({ userId, items }, { authorization = "", idempotencyKey, call }) => {
    const buyer = await verify(authorization);
    if (userId !== undefined && userId !== buyer.id)
      throw new Problem(403, "An order can be placed for oneself only.", {
        errors: [{ pointer: "#/userId", detail: "must be your own, or absent" }],
      });
    const ids = items.map(({ productId }) => productId);
    const [asked, products] = await Promise.all([
      askAddress({ id: buyer.id, authorization, call }),
      prices.find(ids, call),
    ]);
    const lines = linesOf(items, products);

    // A key is its caller's: another one who makes up the same gets an order of their own.
    const key = idempotencyKey && `${buyer.id} ${idempotencyKey}`;
    const placed = await once(key, { place: items }, async (tx) => {
      const order: StoredOrder = {
        ...{ id: newId(), userId: buyer.id, status: "PENDING", reason: "" },
        ...(await latestAddress(tx, buyer.id, asked)),
        items: lines.map((line) => ({ id: newId(), ...line })),
        ...{ createdAt: new Date().toISOString(), version: 1 },
      };
      await store.add(tx, order);
      await outbox.add(tx, "OrderPlaced", eventOf(order));
      return order;
    });
    return toOrder(placed);
  };

  // The profile may have changed since the question. Whichever of this transaction and that of ProfileUpdated comes first, the
  // other one sees it: so no order keeps an address that was old when it was placed.
  async function latestAddress(
    tx: Transaction,
    userId: string,
    asked: KnownAddress | undefined,
  ): Promise<KnownAddress & Pick<StoredOrder, "addressSource">> {
    const known = await addresses.latest(tx, userId);
    if (known === "deleted") throw buyerGone();
    if (asked && asked.addressVersion > (known?.addressVersion ?? 0))
      return { ...asked, addressSource: "rpc" };
    const address = known ?? asked;
    if (!address) throw addressUnknown();
    const isAnswer = asked !== undefined && asked.addressVersion === address.addressVersion;
    return { ...address, addressSource: isAnswer && asked.addressVersion > 0 ? "rpc" : "events" };
  }
}

/** Throws a 400 Problem that names each product that there is not. */
function linesOf(items: NewOrder["items"], products: Product[]) {
  const known = new Map(products.map((product) => [product.id, product]));
  const errors = items.flatMap(({ productId }, index) =>
    known.has(productId)
      ? []
      : [{ pointer: `#/items/${index}/productId`, detail: "is no product" }],
  );
  if (errors.length > 0) throw new Problem(400, "There is no such product.", { errors });
  return items.map(({ productId, quantity }) => {
    const { name, ownerId, price, version } = known.get(productId)!;
    const priceCents = toCents(price);
    return { productId, sellerId: ownerId, name, nameVersion: version, quantity, priceCents };
  });
}

function eventOf(order: StoredOrder) {
  const { id, userId, version } = order;
  const items = order.items.map(({ productId, quantity, priceCents }) => ({
    productId,
    quantity,
    priceCents,
  }));
  return { id, userId, items, totalCents: totalOf(order), version };
}

// Next: states.ts, what becomes of it.
