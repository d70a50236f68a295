// What order-service does with events: the verdicts of product-service move an order on, and the profile of its buyer changes where it
// goes. Its own events come too: after a restore from a backup they bring the orders that it has to where they were. In between
// they change nothing, for states only go forward. An order that was placed after the backup does not come back.

import type { Transaction } from "@blog/common/database/database";
import type { Handlers } from "@blog/common/messaging/handlers";
import type { Outbox } from "@blog/common/messaging/outbox";
import { cacheUnavailable } from "@labs/common/cache/unavailable";
import type { ShopContracts } from "@shop/contracts/events";
import { type AddressStore, NO_ADDRESS } from "./address.ts";
import type { OrderStore, StoredOrder } from "./order-store.ts";
import { aboutOrder } from "./orders.ts";
import type { Prices } from "./prices.ts";
import { nextStatus, type Step } from "./states.ts";

interface Dependencies {
  store: OrderStore;
  addresses: AddressStore;
  outbox: Outbox<ShopContracts>;
  prices: Pick<Prices, "forget">;
}

export function createHandlers({
  store,
  addresses,
  outbox,
  prices,
}: Dependencies): Handlers<ShopContracts, Transaction> {
  /** Resolves with undefined where the step changes nothing, as it does with a verdict that comes late. */
  async function move(tx: Transaction, id: string, step: Step, reason = "") {
    const order = await store.find(id, tx);
    const status = order && nextStatus(order.status, step);
    return status && save(tx, { ...order, status, reason });
  }

  async function save(tx: Transaction, order: StoredOrder): Promise<StoredOrder> {
    const changed = { ...order, version: order.version + 1 };
    await store.change(tx, changed);
    return changed;
  }

  // One profile may change many orders: each event's id derives from its order as well.
  async function publishAddress(tx: Transaction, order: StoredOrder): Promise<void> {
    const data = { ...aboutOrder(order), changed: "address" as const };
    await outbox.add(tx, "OrderUpdated", data, { about: order.id });
  }

  async function forgetPrice({ data }: { data: { id: string } }): Promise<void> {
    const isSure = await prices.forget?.(data.id);
    if (isSure === false) throw cacheUnavailable();
  }

  return {
    ...{ ProductCreated: forgetPrice, ProductUpdated: forgetPrice, ProductDeleted: forgetPrice },

    async StockReserved({ data }, tx) {
      const order = await move(tx, data.orderId, "StockReserved");
      if (order) await outbox.add(tx, "OrderConfirmed", aboutOrder(order));
    },

    async StockRejected({ data: { orderId, shortages } }, tx) {
      const reason = "insufficient stock";
      const order = await move(tx, orderId, "StockRejected", reason);
      if (order) await outbox.add(tx, "OrderRejected", { ...aboutOrder(order), reason, shortages });
    },

    // What is not on its way yet goes where the buyer lives now. A version that comes late changes nothing.
    async ProfileUpdated({ data }, tx) {
      const { userId, shippingAddress, pincode, city, country, phoneNumber } = data;
      const address = { shippingAddress, pincode, city, country, phoneNumber };
      const known = { ...address, addressVersion: data.version };
      if (!(await addresses.put(tx, userId, known))) return;
      for (const order of await store.openOf(tx, userId)) {
        // It may have been placed with an answer of user-service that was ahead of this event.
        if (order.addressVersion >= data.version) continue;
        await publishAddress(tx, await save(tx, { ...order, ...known }));
      }
    },

    // No order of theirs keeps an address, and what is not on its way yet is cancelled.
    async UserDeleted({ data: { id, version } }, tx) {
      await addresses.remove(tx, id, version);
      const reason = "the buyer is gone";
      for (const order of await store.everyOneOf(tx, id)) {
        // No profile is later than the end of it.
        if (order.addressVersion >= version) continue;
        const status = nextStatus(order.status, "OrderCancelled");
        const erased = { ...order, ...NO_ADDRESS, addressVersion: version };
        const changed = await save(tx, { ...erased, ...(status && { status, reason }) });
        if (!status) await publishAddress(tx, changed);
        else {
          const cancelled = { ...aboutOrder(changed), reason };
          await outbox.add(tx, "OrderCancelled", cancelled, { about: order.id });
        }
      }
    },

    async OrderCancelled({ data }, tx) {
      await move(tx, data.id, "OrderCancelled", data.reason);
    },
    async OrderShipped({ data }, tx) {
      await move(tx, data.id, "OrderShipped");
    },
    async OrderDelivered({ data }, tx) {
      await move(tx, data.id, "OrderDelivered");
    },
  };
}
