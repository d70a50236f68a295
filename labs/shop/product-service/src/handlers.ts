// What product-service does with events. Its own are not among them: a database that is lost comes back from a backup, for to
// replay the log would be to decide again (docs/decisions/0030-the-shops-handlers-do-not-converge.md).

import type { Transaction } from "@blog/common/database/database";
import type { Handlers } from "@blog/common/messaging/handlers";
import type { ShopContracts } from "@shop/contracts/events";
import type { Products } from "./products.ts";
import type { Reservations } from "./reservations.ts";

interface Dependencies {
  reservations: Reservations;
  products: Pick<Products, "withdraw">;
}

export function createHandlers({
  reservations,
  products,
}: Dependencies): Handlers<ShopContracts, Transaction> {
  return {
    OrderPlaced: ({ data }, tx) => reservations.reserve(tx, data),
    OrderCancelled: ({ data }, tx) => reservations.release(tx, data.id),
    UserDeleted: ({ data }, tx) => products.withdraw(tx, data),
  };
}
