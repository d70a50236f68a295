// What the gateway has besides the original's schema: what belongs together in one answer, lists in pages, and the writes that
// the original's REST routes have.

import { describe, expect, it } from "vitest";
import { createShop } from "./shop-scene.ts";

describe("Each field that is new", () => {
  it.each<[field: string, query: string, data: object]>([
    ["Query.me", "{ me { id name email } }", { me: { id: "ada", email: "ada@example.com" } }],
    ["User.orders", "{ me { orders(first: 1) { id } } }", { me: { orders: [{ id: "2" }, {}] } }],
    [
      "Product.owner",
      "{ products { id owner { id name email } } }",
      { products: [{ id: "mug", owner: { id: "bob", name: "Bob", email: "" } }, { owner: null }] },
    ],
    ["Order.user", '{ order(id: "1") { user { name } } }', { order: { user: { name: "Ada" } } }],
    [
      "Order.reason",
      '{ order(id: "1") { reason createdAt } }',
      { order: { reason: null, createdAt: "2026-01-01T00:00:00.000Z" } },
    ],
    [
      "OrderItem.product",
      '{ order(id: "1") { items { product { name } } } }',
      { order: { items: [{ product: { name: "Mug" } }, { product: null }] } },
    ],
  ])("is answered: %s", async (_field, query, data) => {
    const { ask } = await createShop();

    const { body } = await ask(query);

    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject(data);
  });

  it("shows an email to its owner, wherever the user comes from", async () => {
    const { ask } = await createShop();
    const query =
      '{ order(id: "1") { user { email } } ada: user(id: "ada") { email } bob: user(id: "bob") { email } }';

    const { body } = await ask(query);

    expect(body.data).toEqual({
      order: { user: { email: "ada@example.com" } },
      ada: { email: "ada@example.com" },
      bob: { email: "" },
    });
  });
});

describe("A list", () => {
  it.each([
    ["users", "GET /v1/users?limit=2&after=ada%26x"],
    ["products", "ListProducts"],
    ["orders", "GetOrders"],
  ])("of %s comes in pages", async (list, call) => {
    const requests: unknown[] = [];
    const { ask, calls } = await createShop({
      called: (name, given) => void (name === call && requests.push(given)),
    });

    const { body } = await ask(`{ ${list}(first: 2, after: "ada&x") { id } }`);

    expect(body.errors).toBeUndefined();
    expect(calls.at(-1)).toBe(call);
    if (requests.length > 0) expect(requests).toMatchObject([{ limit: 2, after: "ada&x" }]);
  });

  it.each(["0", "-1", "101"])("of `first: %s` is refused by its name", async (first) => {
    const { ask } = await createShop();

    const { body } = await ask(`{ products(first: ${first}) { id } }`);

    expect(body.errors[0].extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      errors: [{ pointer: "#/first" }],
    });
  });

  it.each([{}, { first: null }])(
    "has fifty elements where the client does not care: %j",
    async (variables) => {
      const requests: unknown[] = [];
      const { ask } = await createShop({ called: (_name, given) => void requests.push(given) });

      await ask("query ($first: Int) { products(first: $first) { id } }", { variables });

      expect(requests).toMatchObject([{ limit: 50, after: "" }]);
    },
  );
});

describe("Each mutation that is new", () => {
  it.each<[name: string, mutation: string, data: object, call: string, body: object]>([
    [
      "updateProduct",
      'updateProduct(id: "mug", input: { stock: 7 }) { id stock }',
      { id: "mug", stock: 7 },
      "PATCH /v1/products/mug",
      { stock: 7 },
    ],
    [
      "deleteProduct",
      'deleteProduct(id: "mug") { name }',
      { name: "Mug" },
      "DELETE /v1/products/mug",
      {},
    ],
    [
      "updateProfile",
      'updateProfile(input: { name: "Ada L.", city: "London" }) { id name email }',
      { id: "ada", name: "Ada L.", email: "ada@example.com" },
      "PATCH /v1/users/ada",
      { name: "Ada L.", city: "London" },
    ],
    [
      "cancelOrder",
      'cancelOrder(id: "1") { status reason }',
      { status: "CANCELLED", reason: "By the buyer." },
      "DELETE /v1/orders/1",
      {},
    ],
    [
      "refreshToken",
      'refreshToken(refreshToken: "r") { accessToken refreshToken }',
      { accessToken: "b", refreshToken: "s" },
      "POST /v1/auth/refresh",
      { refreshToken: "r" },
    ],
  ])("is passed on: %s", async (name, mutation, data, call, sent) => {
    const { ask, calls, restRequests } = await createShop();

    const { body } = await ask(`mutation { ${mutation} }`, {
      headers: { "x-forwarded-for": "203.0.113.7" },
    });

    expect(body).toMatchObject({ data: { [name]: data } });
    expect(calls.at(-1)).toBe(call);
    const [{ body: passed, headers }] = restRequests as [(typeof restRequests)[0]];
    expect(passed).toEqual(sent);
    expect(headers["x-forwarded-for"]).toBe("203.0.113.7");
    expect(headers.authorization).toBe(name === "refreshToken" ? undefined : "Bearer token-of-ada");
  });

  it("answers with what is true after it, in the same request", async () => {
    const { ask, calls } = await createShop();

    await ask(
      `mutation {
         one: updateProfile(input: { city: "Rome" }) { orders { id } }
         two: updateProfile(input: { city: "Oslo" }) { orders { id } }
       }`,
    );

    expect(calls.filter((call) => call === "GetOrders")).toHaveLength(2);
  });
});

describe("A request that comes again under its Idempotency-Key", () => {
  const mutation = `mutation {
    a: placeOrder(input: { userId: "ada", items: [{ productId: "mug", quantity: 1 }] }) { id }
    b: placeOrder(input: { userId: "ada", items: [{ productId: "mug", quantity: 1 }] }) { id }
  }`;

  it("repeats each of its writes under a key of its own", async () => {
    const keys: (string | undefined)[] = [];
    const { ask } = await createShop({
      called: (name, _given, call) =>
        void (name === "PlaceOrder" && keys.push(call.idempotencyKey)),
    });

    await ask(mutation, { headers: { "idempotency-key": "once" } });
    await ask(mutation, { headers: { "idempotency-key": "once" } });
    await ask(mutation, { headers: { "idempotency-key": "another" } });

    expect(keys.slice(0, 2)).toEqual(keys.slice(2, 4));
    expect(new Set(keys).size).toBe(4);
  });
});
