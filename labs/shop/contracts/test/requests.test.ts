// What callers may ask for: the rules that types cannot state.

import { Price, toCents, toPrice } from "@shop/contracts/money";
import { NewOrder } from "@shop/contracts/order";
import { describe, expect, it } from "vitest";

describe("A price", () => {
  it.each([0, 0.01, 0.1, 1.1, 8.2, 29.99, 1001.1, 999_999.99])(
    "of %d is that many cents",
    (price) => {
      expect(Price.parse(price)).toBe(price);
      expect(toPrice(toCents(price))).toBe(price);
    },
  );

  it.each([-1, 1.999, 0.001, 1e9, "3", Number.NaN, null])("is refused: %s", (price) => {
    expect(Price.safeParse(price).success).toBe(false);
  });
});

describe("An order", () => {
  const item = { productId: "a", quantity: 1 };

  it.each<[string, unknown, string]>([
    ["no items", [], "items"],
    [
      "too many items",
      Array.from({ length: 51 }, (_, id) => ({ ...item, productId: `${id}` })),
      "items",
    ],
    ["a product twice", [item, { productId: "b", quantity: 1 }, item], "items.2.productId"],
    ["no product", [{ ...item, productId: "" }], "items.0.productId"],
    ...[0, -1, 1.5, 1001, "1", null].map((quantity): [string, unknown, string] => [
      `a quantity of ${quantity}`,
      [{ ...item, quantity }],
      "items.0.quantity",
    ]),
  ])("with %s is refused, and the field is named", (_what, items, field) => {
    const { error } = NewOrder.safeParse({ items });

    expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
  });
});
