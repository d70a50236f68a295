// Never sells what is not there. An order asks for stock with an event, and the verdict is one too: all of it in the one
// transaction of the inbox, which holds the event's id, the row that remembers the verdict, the new stock and the event that
// publishes it. The plain version is to read the stock when the order is placed and to subtract when its event arrives: forty
// buyers of ten pieces all read ten, and thirty pieces are sold that do not exist (tests/labs/shop/oversell.test.ts).
//
// Nothing else decides. The stock that another service reads may be out of date when the answer arrives.

import type { Transaction } from "@blog/common/database/database";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { ShopContracts } from "@shop/contracts/events";
import type { Level, Portion, ProductStore } from "./product-store.ts";
import type { ReservationStore } from "./reservation-store.ts";

interface Dependencies {
  products: Pick<ProductStore, "findAll" | "take" | "giveBack">;
  reservations: ReservationStore;
  outbox: Outbox<ShopContracts>;
}

export interface Reservations {
  /** Reserves all that the order wants, or nothing, and publishes which. The second time it does nothing. */
  reserve(tx: Transaction, order: { id: string; items: Portion[] }): Promise<void>;
  /** Gives back what was reserved for a cancelled order, once; and sees to it that nothing is reserved for it later. */
  release(tx: Transaction, orderId: string): Promise<void>;
}

export function createReservations({ products, reservations, outbox }: Dependencies): Reservations {
  return {
    async reserve(tx, { id: orderId, items }) {
      // Decided already: by an event of the same order under another id, or because it was cancelled first.
      if (await reservations.find(tx, orderId)) return;

      // The verdict is about all of the order, and names everything that there is too little of: so it is made before anything
      // is taken. Between the two no other transaction changes the stock (see Database.transaction).
      const shortages = await findShortages(tx, items);
      if (shortages.length > 0) {
        await reservations.put(tx, { orderId, state: "rejected", portions: [] });
        await outbox.add(tx, "StockRejected", { orderId, shortages });
        return;
      }

      const taken: (Portion & Level)[] = [];
      for (const portion of portionsOf(items)) {
        const level = await products.take(tx, portion);
        // The second line: should the promise of the first ever be broken, nothing of this transaction happens.
        if (!level)
          throw new Error(`The stock of ${portion.productId} has changed within this transaction.`);
        taken.push({ ...portion, ...level });
      }
      await reservations.put(tx, { orderId, state: "reserved", portions: portionsOf(items) });
      await outbox.add(tx, "StockReserved", { orderId, items: taken });
    },

    async release(tx, orderId) {
      const known = await reservations.find(tx, orderId);
      if (known && known.state !== "reserved") return;

      await reservations.put(tx, { orderId, state: "released", portions: [] });
      // A redriven OrderPlaced may come after its OrderCancelled: it finds this row, and reserves nothing.
      if (!known) return;

      const returned: (Portion & Level)[] = [];
      for (const portion of known.portions) {
        const level = await products.giveBack(tx, portion);
        if (level) returned.push({ ...portion, ...level });
      }
      await outbox.add(tx, "StockReleased", { orderId, items: returned });
    },
  };

  async function findShortages(tx: Transaction, items: Portion[]) {
    const portions = portionsOf(items);
    const found = await products.findAll(
      portions.map(({ productId }) => productId),
      tx,
    );
    const stock = new Map(found.map((product) => [product.id, product.stock]));
    return portions.flatMap(({ productId, quantity: wanted }) => {
      const left = stock.get(productId) ?? 0;
      return left < wanted ? [{ productId, wanted, left }] : [];
    });
  }
}

/** In the order of the products' ids: so two orders of the same products never wait for each other in PostgreSQL. */
function portionsOf(items: Portion[]): Portion[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of items)
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  const ids = [...quantities.keys()].toSorted();
  return ids.map((productId) => ({ productId, quantity: quantities.get(productId)! }));
}
