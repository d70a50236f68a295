// One's own orders, and those of one's products that were placed in this tab. Asked often while one of them is PENDING.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useStore } from "../../../../ui/store.ts";
import { getOrder, getOrders, type Order, type OrderStatus } from "../../api/orders.ts";
import { announce } from "../announcements.ts";
import { changesInWords } from "./order-state.ts";
import { placedHere, withPlaced } from "./placed-here.ts";

const WHILE_PENDING_MS = 300;
const OTHERWISE_MS = 2000;
/** After something was done: the list in the gateway's cache changes when the event has arrived there. */
const QUICKLY_FOR_MS = 2000;
const MOST_SOLD = 10;

export interface Orders {
  /** Newest first; undefined before the first answer. */
  bought: readonly Order[] | undefined;
  sold: readonly Order[];
  error: unknown;
  refresh(): void;
}

/** `ownProducts`: the ids of those that the user sells. */
export function useOrders(userId: string, ownProducts: ReadonlySet<string>): Orders {
  const placed = useStore(placedHere);
  const quickUntil = useRef(0);
  const pauseFor = (orders: readonly Order[] | undefined) =>
    Date.now() < quickUntil.current || orders?.some(({ status }) => status === "PENDING")
      ? WHILE_PENDING_MS
      : OTHERWISE_MS;
  const bought = useQuery({
    queryKey: ["shop", "orders", userId],
    queryFn: getOrders,
    refetchInterval: ({ state }) => pauseFor(state.data),
    retry: false,
  });
  const soldIds = placed
    .filter((order) => order.userId !== userId && isOf(order, ownProducts))
    .map(({ id }) => id)
    .slice(0, MOST_SOLD);
  const sold = useQuery({
    queryKey: ["shop", "sold", userId, soldIds],
    queryFn: () => Promise.all(soldIds.map(getOrder)),
    refetchInterval: ({ state }) => pauseFor(state.data),
    retry: false,
    enabled: soldIds.length > 0,
    placeholderData: (before) => before,
  });
  const orders = bought.data && withPlaced(bought.data, placed, userId);
  useAnnouncedChanges(orders);

  return {
    bought: orders,
    sold: sold.data ?? [],
    error: bought.error ?? sold.error,
    refresh() {
      quickUntil.current = Date.now() + QUICKLY_FOR_MS;
      void bought.refetch();
      if (soldIds.length > 0) void sold.refetch();
    },
  };
}

export function isOf({ items }: Order, products: ReadonlySet<string>): boolean {
  return items.some(({ productId }) => products.has(productId));
}

function useAnnouncedChanges(orders: readonly Order[] | undefined): void {
  const known = useRef<ReadonlyMap<string, OrderStatus>>(new Map());
  useEffect(() => {
    if (!orders) return;
    const text = changesInWords(known.current, orders);
    known.current = new Map(orders.map(({ id, status }) => [id, status]));
    if (text) announce(text);
  }, [orders]);
}
