// N + 1: what a list of orders takes, with the product of each item and the buyer of each order. Calls are counted where they
// arrive.

import { describe, expect, it } from "vitest";
import { mug, orderOf } from "./shop-goods.ts";
import { createShop } from "./shop-scene.ts";

const verify = () => async () => ({ id: "ada", name: "Ada" });
const fifty = Array.from({ length: 50 }, (_, index) => {
  const order = orderOf(`${index}`);
  const items = order.items.map((item, at) => ({
    ...item,
    productId: `product-${index * 2 + at}`,
  }));
  return { ...order, items };
});
const query = "{ orders { id items { quantity product { id name } } user { name } } }";

describe("Fifty orders of two items, with products and buyers", () => {
  it("take three calls, and each id is asked for once", async () => {
    const requests: Record<string, unknown> = {};
    const { ask, calls } = await createShop({
      verify,
      orders: async () => ({ orders: fifty, next: "" }),
      called: (name, given) => void (requests[name] = given),
    });

    const { body } = await ask(query);

    expect(body.errors).toBeUndefined();
    expect(body.data.orders).toHaveLength(50);
    expect(calls).toHaveLength(3);
    expect(calls.toSorted()).toEqual(["GetOrders", "GetProducts", "GetUsers"]);
    expect(new Set((requests.GetProducts as { ids: string[] }).ids).size).toBe(100);
    expect(requests.GetUsers).toEqual({ ids: ["ada"] });
  });

  it("take one more where user-service is asked about the token", async () => {
    const { ask, calls } = await createShop({ orders: async () => ({ orders: fifty, next: "" }) });

    await ask(query);

    expect(calls).toHaveLength(4);
    expect(calls[0]).toBe("ValidateUserToken");
  });

  it("take as many as there are kinds of things, also by aliases", async () => {
    const { ask, calls } = await createShop({ verify });

    await ask(
      '{ a: product(id: "mug") { name owner { name } } b: product(id: "lamp") { name } c: user(id: "ada") { name } d: user(id: "bob") { name } }',
    );

    expect(calls.filter((name) => name === "GetProducts")).toHaveLength(1);
    // Those of the query, and then the owner, who was loaded already.
    expect(calls.filter((name) => name === "GetUsers")).toHaveLength(1);
  });
});

describe("What a loader remembers", () => {
  it("is forgotten with its request", async () => {
    const { ask, calls } = await createShop({ verify });

    await ask('{ product(id: "mug") { name } }');
    await ask('{ product(id: "mug") { name } }');

    expect(calls).toEqual(["GetProducts", "GetProducts"]);
  });

  it("is of no use to another caller", async () => {
    const { ask } = await createShop({
      orders: async (_request, { authorization }) => ({
        orders: authorization?.endsWith("ada") ? [orderOf("1")] : [],
        next: "",
      }),
    });

    const [own, foreign] = await Promise.all([
      ask('{ order(id: "1") { id } }'),
      ask('{ order(id: "1") { id } }', { token: "token-of-bob" }),
    ]);

    expect([own.body.data.order, foreign.body.data.order]).toEqual([{ id: "1" }, null]);
  });
});

it("A request has ten seconds, and each of its reads two", async () => {
  const left: number[] = [];
  const { ask } = await createShop({
    called: (_name, _given, { incoming }) =>
      void left.push(Number(incoming.getDeadline()) - Date.now()),
  });

  await ask('{ me { id } product(id: "mug") { id } }');
  await ask(
    'mutation { placeOrder(input: { userId: "ada", items: [{ productId: "mug", quantity: 1 }] }) { id } }',
  );

  expect(mug.id).toBe("mug");
  expect(Math.max(...left.slice(0, -1))).toBeLessThanOrEqual(2000);
  expect(left.at(-1)).toBeGreaterThan(2000);
  expect(left.at(-1)).toBeLessThanOrEqual(10_000);
});
