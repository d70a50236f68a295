// The cached lists: what is answered from memory, which event makes it untrue, and that nothing old is kept, whatever the order.

import type { CacheStore } from "@labs/common/cache/cache";
import { createMemoryStore } from "@labs/common/cache/memory-cache";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createGate } from "../../../common/test/toy-service.ts";
import { mug, orderOf } from "./shop-goods.ts";
import { createShop } from "./shop-scene.ts";

const LISTS = {
  products: { query: "{ products { id } }", call: "ListProducts" },
  users: { query: "{ users { id } }", call: "GET /v1/users?limit=50" },
  orders: { query: "{ orders { id } }", call: "GetOrders" },
};
type List = keyof typeof LISTS;
const lists = Object.keys(LISTS) as List[];

const profile = {
  ...{ userId: "ada", name: "Ada", version: 2, shippingAddress: "", pincode: "", city: "" },
  ...{ country: "", phoneNumber: "" },
};
const product = { ...mug, priceCents: 2999 };
const order = { id: "1", userId: "ada", version: 2 };
const left = { orderId: "1", items: [{ productId: "mug", quantity: 1, left: 9, version: 2 }] };
const shortages = [{ productId: "mug", wanted: 2, left: 1 }];

const EVENTS: [type: string, data: Record<string, unknown>, lists: List[]][] = [
  ["UserRegistered", { id: "eve", name: "Eve", version: 1 }, ["users"]],
  ["ProfileUpdated", profile, ["users"]],
  ["UserDeleted", { id: "ada", version: 3 }, ["users", "orders"]],
  ["ProductCreated", product, ["products"]],
  ["ProductUpdated", product, ["products"]],
  ["ProductDeleted", { id: "mug", version: 2 }, ["products"]],
  ["StockReserved", left, ["products"]],
  ["StockReleased", left, ["products"]],
  ["StockRejected", { orderId: "1", shortages }, []],
  [
    "OrderPlaced",
    { ...order, items: [{ productId: "mug", quantity: 1, priceCents: 1 }], totalCents: 1 },
    ["orders"],
  ],
  ["OrderConfirmed", order, ["orders"]],
  ["OrderRejected", { ...order, reason: "insufficient stock", shortages }, ["orders"]],
  ["OrderCancelled", { ...order, reason: "By the buyer." }, ["orders"]],
  ["OrderShipped", order, ["orders"]],
  ["OrderDelivered", order, ["orders"]],
  ["OrderUpdated", { ...order, changed: "address" }, ["orders"]],
  ["SomethingElse", {}, []],
];

describe("A list", () => {
  it.each(lists)("is loaded once, for each page: %s", async (list) => {
    const { query, call } = LISTS[list];
    const { ask, calls } = await createShop();

    const first = await ask(query);
    const second = await ask(query);
    await ask(query.replace(list, `${list}(first: 7)`));

    expect(second.body.data).toEqual(first.body.data);
    expect(first.body.extensions).toEqual({ cache: { hits: 0, misses: 1 } });
    expect(second.body.extensions).toEqual({ cache: { hits: 1, misses: 1 } });
    const name = call.split("?")[0]!;
    expect(calls.filter((each) => each.startsWith(name))).toHaveLength(2);
  });

  it.each(EVENTS)("is forgotten by %s, and no other is", async (type, data, forgotten) => {
    const { ask, calls, receive } = await createShop();
    for (const list of lists) await ask(LISTS[list].query);
    calls.length = 0;

    await receive({ id: "event-1", type, data });
    for (const list of lists) await ask(LISTS[list].query);

    const loaded = lists.filter((list) => calls.includes(LISTS[list].call));
    expect(loaded.toSorted()).toEqual(forgotten.toSorted());
  });

  it("of another user's orders stays", async () => {
    const { ask, calls, receive } = await createShop();
    await ask(LISTS.orders.query);
    calls.length = 0;

    await receive({ id: "event-1", type: "OrderShipped", data: { ...order, userId: "bob" } });
    await ask(LISTS.orders.query);

    expect(calls).toEqual(["ValidateUserToken"]);
  });

  it.each<[mutation: string, lists: List[]]>([
    ['registerUser(input: { name: "E", email: "e@x.de", password: "12345678" }) { id }', ["users"]],
    ['loginUser(input: { email: "e@x.de", password: "12345678" }) { accessToken }', []],
    ['updateProfile(input: { city: "Rome" }) { id }', ["users", "orders"]],
    [
      'createProduct(input: { name: "M", price: 1, stock: 1, description: "x" }) { id }',
      ["products"],
    ],
    ['updateProduct(id: "mug", input: { stock: 1 }) { id }', ["products"]],
    ['deleteProduct(id: "mug") { id }', ["products"]],
    [
      'placeOrder(input: { userId: "ada", items: [{ productId: "mug", quantity: 1 }] }) { id }',
      ["orders"],
    ],
    ['cancelOrder(id: "1") { id }', ["orders"]],
  ])("is forgotten at once by the gateway's own %s", async (mutation, forgotten) => {
    const { ask, calls } = await createShop();
    for (const list of lists) await ask(LISTS[list].query);
    await ask(`mutation { ${mutation} }`);
    calls.length = 0;

    for (const list of lists) await ask(LISTS[list].query);

    const loaded = lists.filter((list) => calls.includes(LISTS[list].call));
    expect(loaded.toSorted()).toEqual(forgotten.toSorted());
  });

  it("is forgotten by a write without an answer, which may have been done", async () => {
    const { ask, calls } = await createShop({
      rest: ({ method }) => (method === "DELETE" ? { status: 504, body: {} } : undefined),
    });
    await ask(LISTS.products.query);
    await ask('mutation { deleteProduct(id: "mug") { id } }');
    calls.length = 0;

    await ask(LISTS.products.query);

    expect(calls).toEqual(["ListProducts"]);
  });
});

describe("A load that began before an event", () => {
  it("is never stored, also where it ends long after it", async () => {
    const [begun, gate] = [createGate(), createGate()];
    let version = 1;
    const { ask, calls, receive } = await createShop({
      async orders() {
        const [total, isFirst] = [version, version === 1];
        if (isFirst) {
          begun.open();
          await gate.opened;
        }
        return { orders: [{ ...orderOf("1"), total }], next: "" };
      },
    });
    const query = "{ orders { total } }";

    // It has read the old state, and its answer is on the way while the order changes.
    const late = ask(query).then(({ body }) => body);
    await begun.opened;
    version = 2;
    await receive({ id: "event-1", type: "OrderShipped", data: order });
    const { body: next } = await ask(query);
    gate.open();
    const { data: old } = await late;
    const { body: last } = await ask(query);

    expect(old.orders).toEqual([{ total: 1 }]);
    expect([next.data.orders, last.data.orders]).toEqual([[{ total: 2 }], [{ total: 2 }]]);
    // The last one was answered from the cache, where the second one is.
    expect(calls.filter((name) => name === "GetOrders")).toHaveLength(2);
  });
});

describe("While the shared cache is away", () => {
  const away = (): never => {
    throw new Error("away");
  };
  const store: CacheStore = {
    ...createMemoryStore(),
    ...{ get: async () => away(), set: async () => away(), invalidate: async () => away() },
  };

  it("lists are loaded each time, and writes are done", async () => {
    const { ask, calls } = await createShop({ store });

    await ask(LISTS.products.query);
    const { body } = await ask(LISTS.products.query);
    const written = await ask('mutation { deleteProduct(id: "mug") { id } }');

    expect([body.errors, written.body.errors]).toEqual([undefined, undefined]);
    expect(calls.filter((name) => name === "ListProducts")).toHaveLength(2);
  });

  it("an event is not acknowledged: the bus delivers it again", async () => {
    const { app } = await createShop({ store });
    const event = { type: "ProductDeleted", data: { id: "mug", version: 2 } };
    const headers = { "event-bus-log": "log-1", "ce-id": "event-1", "event-bus-position": "1" };

    await request(app).post("/events").set(headers).send(event).expect(503);
  });
});

describe("POST /events", () => {
  const headers = { "event-bus-log": "log-1", "ce-id": "event-1", "event-bus-position": "1" };

  it.each([
    ["ProductDeleted", { id: "mug", version: 2 }, 200],
    ["PostCreated", { any: "thing" }, 200],
    ["ProductDeleted", { id: 7 }, 422],
  ])("answers %s of %j with %i", async (type, data, status) => {
    const { app } = await createShop();

    await request(app).post("/events").set(headers).send({ type, data }).expect(status);
  });
});
