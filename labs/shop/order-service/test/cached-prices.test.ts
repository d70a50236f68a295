// Prices from a cache: how often product-service is asked, and that no order costs what its product did before the last
// event about it.

import { createMemoryStore } from "@labs/common/cache/memory-cache";
import { describe, expect, it } from "vitest";
import { cachePrices, createPriceCache } from "../src/cached-prices.ts";
import { ada, PRODUCTS, startOrders } from "./order-scene.ts";
import request from "supertest";

async function startScene() {
  const calls: string[][] = [];
  let products = PRODUCTS;
  const prices = cachePrices(
    {
      async find(ids) {
        calls.push(ids);
        return products.filter(({ id }) => ids.includes(id));
      },
    },
    createPriceCache(createMemoryStore()),
  );
  const scene = await startOrders({ prices });
  const order = async (...productIds: string[]) => {
    const items = productIds.map((productId) => ({ productId, quantity: 1 }));
    const sent = request(scene.app).post("/v1/orders").set("authorization", ada).send({ items });
    return (await sent).body;
  };
  const raisePrice = (id: string, price: number) => {
    products = products.map((product) => (product.id === id ? { ...product, price } : product));
  };
  return { ...scene, calls, order, raisePrice };
}

describe("When prices are cached", () => {
  it("product-service is asked once for all that is not known", async () => {
    const { calls, order } = await startScene();

    const first = await order("lamp", "desk");
    const second = await order("desk", "lamp", "free");

    expect(calls).toEqual([["lamp", "desk"], ["free"]]);
    expect(first.message.total).toBe(129.99);
    expect(second.message.total).toBe(130.99);
  });

  it.each(["ProductUpdated", "ProductDeleted"])("%s makes it ask again", async (type) => {
    const { calls, order, raisePrice, receive } = await startScene();
    await order("lamp");
    raisePrice("lamp", 35);

    await receive(type, { ...eventOf("lamp"), version: 2 });

    expect((await order("lamp")).message.total).toBe(35);
    expect(calls).toHaveLength(2);
  });

  it("an unknown product is refused, and named", async () => {
    const { order } = await startScene();

    const refused = await order("lamp", "none");

    expect(refused.errors).toEqual([{ pointer: "#/items/1/productId", detail: "is no product" }]);
  });
});

function eventOf(id: string) {
  const { price, ...product } = PRODUCTS.find((each) => each.id === id)!;
  return { ...product, priceCents: price * 100 };
}
