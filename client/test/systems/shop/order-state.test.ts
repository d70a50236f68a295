// What can be done to an order in each state, and how it is described.

import { describe, expect, it } from "vitest";
import type { Order, OrderStatus } from "../../../src/systems/shop/api/orders.ts";
import {
  changesInWords,
  deedsFor,
  stateInWords,
  withNames,
} from "../../../src/systems/shop/page/orders/order-state.ts";
import { withPlaced } from "../../../src/systems/shop/page/orders/placed-here.ts";

const orderOf = (status: OrderStatus, changes: Partial<Order> = {}): Order => ({
  ...{ id: "o1", userId: "u1", status, reason: "", total: 10 },
  items: [{ productId: "p1", name: "Cup", quantity: 5, price: 2 }],
  ...{ shippingAddress: "", city: "", createdAt: "2026-01-02" },
  ...changes,
});

describe("What can be done to an order", () => {
  it.each<[OrderStatus, string, string]>([
    ["PENDING", "cancel", ""],
    ["PROCESSING", "cancel", "ship"],
    ["SHIPPED", "", "deliver"],
    ["DELIVERED", "", ""],
    ["CANCELLED", "", ""],
  ])("that is %s is “%s” for its buyer, and “%s” for a seller", (status, buyer, seller) => {
    const order = orderOf(status);

    expect(deedsFor(order, { isBuyer: true, isSeller: false }).join()).toBe(buyer);
    expect(deedsFor(order, { isBuyer: false, isSeller: true }).join()).toBe(seller);
  });
});

describe("A cancelled order", () => {
  const cancelled = (reason: string) => orderOf("CANCELLED", { reason });

  it("names what there was too little of, where that was the reason", () => {
    expect(stateInWords(cancelled("insufficient stock"), [{ id: "p1", stock: 3 }])).toBe(
      "insufficient stock: 5 wanted, 3 left now",
    );
    expect(stateInWords(cancelled("cancelled by the buyer"), [{ id: "p1", stock: 3 }])).toBe(
      "cancelled by the buyer",
    );
  });

  it("names no number that does not explain it any more", () => {
    expect(stateInWords(cancelled("insufficient stock"), [{ id: "p1", stock: 50 }])).toBe(
      "insufficient stock",
    );
  });

  it("names the product where there are several", () => {
    const items = [...orderOf("CANCELLED").items, ...orderOf("CANCELLED").items];

    expect(
      stateInWords(orderOf("CANCELLED", { items, reason: "insufficient stock" }), [
        { id: "p1", stock: 1 },
      ]),
    ).toBe("insufficient stock: 5 of Cup wanted, 1 left now; 5 of Cup wanted, 1 left now");
  });
});

describe("An order that came without the names of its products", () => {
  it("gets those that are known, and keeps the ones it has", () => {
    const item = { productId: "p1", name: "", quantity: 1, price: 2 };
    const order = orderOf("PENDING", { items: [item, { ...item, productId: "p2" }] });
    const products = [{ id: "p1", name: "Teapot" }];

    expect(withNames(order, products).items.map(({ name }) => name)).toEqual(["Teapot", ""]);
    expect(withNames(orderOf("PENDING"), products).items[0]?.name).toBe("Cup");
  });
});

describe("What is announced of orders", () => {
  it("is what has changed, not what is seen for the first time", () => {
    const orders = [orderOf("CANCELLED", { reason: "insufficient stock" })];

    expect(changesInWords(new Map(), orders)).toBe("");
    expect(changesInWords(new Map([["o1", "CANCELLED"]]), orders)).toBe("");
    expect(changesInWords(new Map([["o1", "PENDING"]]), orders)).toBe(
      "The order of 5 × Cup is CANCELLED: insufficient stock.",
    );
  });
});

describe("Orders that were placed here", () => {
  const old = orderOf("PROCESSING", { id: "old", createdAt: "2026-01-01" });
  const mine = orderOf("PENDING", { id: "new" });

  it("are shown before the list has them, to their buyer alone", () => {
    expect(withPlaced([old], [mine], "u1")).toEqual([mine, old]);
    expect(withPlaced([old], [mine], "u2")).toEqual([old]);
  });

  it("are shown once, as the list has them, and not where they are too old for it", () => {
    const listed = { ...mine, status: "PROCESSING" as const };

    expect(withPlaced([listed, old], [mine], "u1")).toEqual([listed, old]);
    expect(withPlaced([listed], [old], "u1")).toEqual([listed]);
  });
});
