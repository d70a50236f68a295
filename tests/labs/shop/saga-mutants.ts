// The saga with mistakes in it, each of which looks like a simplification. The promises must notice every one of them.

import type { Database, Transaction } from "@blog/common/database/database";
import type { Inbox } from "@blog/common/wire/delivery";
import {
  createProductStore,
  type Level,
  type Portion,
  type ProductStore,
} from "../../../labs/shop/product-service/src/product-store.ts";
import { createReservations } from "../../../labs/shop/product-service/src/reservations.ts";
import type { Rules } from "./saga.ts";

async function takeUnguarded(tx: Transaction, { productId, quantity }: Portion) {
  const [level] = await tx.query<Level>(
    `UPDATE products SET stock = stock - $2, version = version + 1
     WHERE id = $1 RETURNING stock AS "left", version`,
    [productId, quantity],
  );
  return level;
}

/** As the original does it: the stock was enough when a caller looked, and an event subtracts. */
export const naive: Rules = {
  reservations: ({ outbox }) => ({
    async reserve(tx, { id: orderId, items }) {
      const taken = [];
      for (const portion of items) {
        const level = await takeUnguarded(tx, portion);
        // Its service has no contract for what is left.
        if (level) taken.push({ ...portion, ...level, left: Math.max(0, level.left) });
      }
      await outbox.add(tx, "StockReserved", { orderId, items: taken });
    },
    async release() {},
  }),
};

/** Looks before the transaction begins, as a service does that asks over HTTP first. */
function lookingBefore(take?: ProductStore["take"]): Rules {
  let seen: Awaited<ReturnType<ProductStore["list"]>> = [];
  return {
    inbox: (inbox: Inbox, db: Database) => ({
      async receive(...given) {
        const looked = await createProductStore(db).list(100, "");
        seen = looked;
        return inbox.receive(...given);
      },
    }),
    reservations: ({ products, ...parts }) =>
      createReservations({
        ...parts,
        products: {
          ...products,
          findAll: async (ids) => seen.filter(({ id }) => ids.includes(id)),
          ...(take && { take }),
        },
      }),
  };
}

/** The same, but the guard is there: it must be enough by itself. */
export const guardAlone = lookingBefore();

export const mutants: Record<string, Rules> = {
  "neither looks nor guards": naive,

  "looks outside the transaction, and has no guard": lookingBefore(takeUnguarded),

  "keeps no row for a reservation": {
    reservations: (parts) =>
      createReservations({
        ...parts,
        reservations: { find: async () => undefined, async put() {} },
      }),
  },

  "keeps no row for what was cancelled first": {
    reservations: (parts) =>
      createReservations({
        ...parts,
        reservations: {
          ...parts.reservations,
          async put(tx, reservation) {
            const isKnown = await parts.reservations.find(tx, reservation.orderId);
            if (isKnown || reservation.state !== "released")
              await parts.reservations.put(tx, reservation);
          },
        },
      }),
  },

  "releases twice": {
    reservations: (parts) =>
      createReservations({
        ...parts,
        reservations: {
          ...parts.reservations,
          async put(tx, reservation) {
            const known = await parts.reservations.find(tx, reservation.orderId);
            if (known?.state !== "reserved") await parts.reservations.put(tx, reservation);
          },
        },
      }),
  },

  "forgets what it has reserved when some of it is missing": {
    reservations: (parts) => ({
      ...createReservations(parts),
      async reserve(tx, { id: orderId, items }) {
        if (await parts.reservations.find(tx, orderId)) return;
        const shortages = [];
        for (const portion of items) {
          const level = await parts.products.take(tx, portion);
          if (!level) shortages.push({ ...portion, wanted: portion.quantity, left: 0 });
        }
        const state = shortages.length > 0 ? "rejected" : "reserved";
        await parts.reservations.put(tx, { orderId, state, portions: items });
        if (state === "rejected")
          await parts.outbox.add(tx, "StockRejected", { orderId, shortages });
        else await parts.outbox.add(tx, "StockReserved", { orderId, items: [] });
      },
    }),
  },

  "acknowledges before it commits": {
    inbox: (inbox) => ({
      async receive(...given) {
        inbox.receive(...given).catch(() => undefined);
        return "done";
      },
    }),
  },
};
