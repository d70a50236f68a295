// What an order may become, and by what: every pair of a state and a step.

import { OrderStatus } from "@shop/contracts/events";
import { describe, expect, it } from "vitest";
import { nextStatus, type Step } from "../src/states.ts";

const STEPS: Step[] = [
  ...(["StockReserved", "StockRejected"] as const),
  ...(["OrderCancelled", "OrderShipped", "OrderDelivered"] as const),
];
const MOVES: Record<string, OrderStatus> = {
  "PENDING StockReserved": "PROCESSING",
  "PENDING StockRejected": "CANCELLED",
  "PENDING OrderCancelled": "CANCELLED",
  "PROCESSING OrderShipped": "SHIPPED",
  "PROCESSING OrderCancelled": "CANCELLED",
  "SHIPPED OrderDelivered": "DELIVERED",
};
const pairs = OrderStatus.options.flatMap((status) =>
  STEPS.map((step) => ({ status, step, next: MOVES[`${status} ${step}`] })),
);

describe("An order", () => {
  it.each(pairs)("that is $status becomes $next by $step", ({ status, step, next }) => {
    expect(nextStatus(status, step)).toBe(next);
  });
});
