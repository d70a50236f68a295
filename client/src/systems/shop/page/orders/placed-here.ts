// The orders that were placed in this tab, by whoever was signed in: shown before any list has them, and to their seller, for
// whom the services have no list.

import { createStore, type Store } from "../../../../ui/store.ts";
import type { Order } from "../../api/orders.ts";

const MOST = 50;

/** Newest first, as they were answered. */
export const placedHere: Store<readonly Order[]> = createStore<readonly Order[]>([]);

export function rememberPlaced(order: Order): void {
  const others = placedHere.get().filter(({ id }) => id !== order.id);
  placedHere.set([order, ...others].slice(0, MOST));
}

/** With those of the user that the list, made a moment ago, does not have yet. */
export function withPlaced(
  listed: readonly Order[],
  placed: readonly Order[],
  userId: string,
): Order[] {
  const known = new Set(listed.map(({ id }) => id));
  const newest = listed[0]?.createdAt ?? "";
  // One that is older than the list's first is not missing: the list is full.
  const missing = placed.filter(
    (order) => order.userId === userId && !known.has(order.id) && order.createdAt >= newest,
  );
  return [...missing, ...listed];
}
