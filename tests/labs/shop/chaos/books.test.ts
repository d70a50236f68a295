// The bookkeeper is believed in every run of the chaos, so it must notice each way to be wrong.

import { describe, expect, it } from "vitest";
import { keepBooks, type ShopEvent } from "./books.ts";

const created = event("ProductCreated", { id: "pen", version: 1, stock: 10 });
const reserved = move("StockReserved", "order-1", 4, 6, 2);
const released = move("StockReleased", "order-1", 4, 10, 3);
const restocked = event("ProductUpdated", { id: "pen", version: 3, stock: 16 });

describe("The books of a shop", () => {
  it("are right when each change fits to the one before", () => {
    const { violations, stocked, left, verdicts } = keepBooks([created, restocked, reserved]);

    expect(violations).toEqual([]);
    expect(stocked).toEqual(new Map([["pen", 20]]));
    expect(left).toEqual(new Map([["pen", 16]]));
    expect(verdicts).toEqual(new Map([["order-1", "reserved"]]));
  });

  it.each<[string, ShopEvent[], RegExp]>([
    [
      "more is reserved than there was",
      [created, move("StockReserved", "order-1", 11, -1, 2)],
      /-1 left/,
    ],
    [
      "a reservation is forgotten",
      [created, reserved, move("StockReserved", "order-2", 1, 9, 3)],
      /6 \+ -1 is not 9/,
    ],
    ["a change is missing", [created, released], /follows version 1/],
    [
      "two changes were made of one state",
      [created, reserved, move("StockReserved", "order-2", 4, 6, 2)],
      /follows version 2/,
    ],
    [
      "an order is decided twice",
      [created, reserved, move("StockReserved", "order-1", 4, 2, 3)],
      /reserved after reserved/,
    ],
    [
      "an order is rejected and reserved",
      [created, reserved, event("StockRejected", { orderId: "order-1" })],
      /rejected after reserved/,
    ],
    [
      "stock comes back twice",
      [created, reserved, released, move("StockReleased", "order-1", 4, 14, 4)],
      /released after released/,
    ],
    [
      "stock comes back that was never taken",
      [created, move("StockReleased", "order-2", 1, 11, 2)],
      /released after nothing/,
    ],
    ["an event stands in the log twice", [created, created], /twice/],
  ])("are wrong when %s", (_what, log, violation) => {
    expect(keepBooks(log).violations.join("; ")).toMatch(violation);
  });
});

function move(type: string, orderId: string, quantity: number, left: number, version: number) {
  return event(type, { orderId, items: [{ productId: "pen", quantity, left, version }] });
}

function event(type: string, data: ShopEvent["data"]): ShopEvent {
  return { position: 0, id: `${type} ${JSON.stringify(data)}`, type, data };
}
