// What an order may become: a pure function of its state and of what happens to it, and the only place that decides. Whatever is
// not in this table changes nothing: a verdict that comes late, a second one, a cancellation of what is on its way already.

import type { OrderStatus } from "@shop/contracts/events";

/** What happens to an order, by the name of the event that carries it. */
export type Step =
  | "StockReserved"
  | "StockRejected"
  | "OrderCancelled"
  | "OrderShipped"
  | "OrderDelivered";

const NEXT: Record<OrderStatus, Partial<Record<Step, OrderStatus>>> = {
  PENDING: {
    StockReserved: "PROCESSING",
    StockRejected: "CANCELLED",
    OrderCancelled: "CANCELLED",
  },
  PROCESSING: { OrderShipped: "SHIPPED", OrderCancelled: "CANCELLED" },
  SHIPPED: { OrderDelivered: "DELIVERED" },
  DELIVERED: {},
  CANCELLED: {},
};

/** Undefined where the step changes nothing. */
export function nextStatus(status: OrderStatus, step: Step): OrderStatus | undefined {
  return NEXT[status][step];
}

/** Not on its way yet: it may be cancelled, and goes where its buyer lives now. */
export const OPEN: OrderStatus[] = ["PENDING", "PROCESSING"];
