// How the bus view draws and summarises the events of the shop.

import { describe, expect, it } from "vitest";
import { contracts } from "../../../src/systems/shop/contracts.ts";
import { eventTypes } from "../../../src/systems/shop/event-types.ts";
import { poison } from "../../../src/systems/shop/experiments.ts";
import { shop } from "../../../src/systems/shop/shop.ts";
import { summaryOf } from "../../../src/systems/shop/summary.ts";
import { layOut } from "../../../src/bus-view/stage/map-layout.ts";

describe("The events of the shop", () => {
  it("are all described, with letters of which none is used twice", () => {
    const letters = [...eventTypes.values()].map(({ letter }) => letter);

    expect([...eventTypes.keys()]).toEqual(Object.keys(contracts));
    expect(new Set(letters).size).toBe(letters.length);
    expect(letters.every((letter) => letter.length === 2)).toBe(true);
  });

  it.each([
    [{ name: "Teapot", stock: 3 }, "“Teapot” · 3 in stock"],
    [{ name: "Ada", shippingAddress: "1 New Street" }, "“Ada” · 1 New Street"],
    [{ items: [{ quantity: 2, left: 9 }] }, "2 pieces, 9 left"],
    [{ items: [{ quantity: 1, priceCents: 5 }], totalCents: 2990 }, "1 piece · 29.90"],
    [
      { reason: "insufficient stock", shortages: [{ wanted: 20, left: 9 }] },
      "insufficient stock · 20 wanted, 9 left",
    ],
    [{ id: "o1", changed: "address" }, "another address"],
    [{ id: "o1", userId: "u1", version: 2 }, ""],
    [{ name: 7, items: [null, "x"], shortages: {}, changed: "constructor" }, ""],
  ])("are summarised: %j", (data, words) => {
    expect(summaryOf(data)).toBe(words);
  });

  it("that break their contract are known: the poison is one", () => {
    const { type, data } = poison();

    expect(eventTypes.get(type)?.contract.safeParse(data).success).toBe(false);
  });
});

describe("The map of the shop", () => {
  it("has its publishers left of the bus, and a place of its own for each service", () => {
    const { nodes, bus } = layOut([...shop.services.keys()], shop.services, 960);

    const leftOfBus = [...nodes].filter(([, { x }]) => x < bus.x).map(([name]) => name);
    expect(leftOfBus).toEqual(["user-service", "order-service", "product-service"]);
    expect(nodes.size).toBe(5);
  });
});

describe("What the publish form begins with", () => {
  it("are a user, an order and a product that there are", () => {
    const recent = [
      { type: "OrderPlaced", data: { id: "o2" } },
      { type: "OrderPlaced", data: { id: "o1" } },
      { type: "ProductCreated", data: { id: "p1" } },
      { type: "UserRegistered", data: { id: "u1" } },
    ];
    // A recorded event has more than that.
    const fields = new Map(shop.suggestFields(recent as never));

    expect(fields.get("userId")).toBe("u1");
    expect(fields.get("orderId")).toBe("o2");
    expect(fields.get("productId")).toBe("p1");
    expect(new Map(shop.suggestFields([])).get("orderId")).toBe("");
  });
});
