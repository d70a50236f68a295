// What bad input gets, over REST and over gRPC: the field is named, and nothing has happened.

import { codeOf } from "@labs/common/grpc/status";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { ada, startOrders } from "./order-scene.ts";

const lamp = { productId: "lamp", quantity: 1 };
const many = Array.from({ length: 51 }, (_, index) => ({ productId: `p${index}`, quantity: 1 }));

const BAD: [string, object, string][] = [
  ["no items", {}, "#/items"],
  ["empty items", { items: [] }, "#/items"],
  ["51 items", { items: many }, "#/items"],
  ["items that are a text", { items: "lamp" }, "#/items"],
  ["one product twice", { items: [lamp, lamp] }, "#/items/1/productId"],
  ["an empty product", { items: [{ ...lamp, productId: "" }] }, "#/items/0/productId"],
  ["a quantity of 0", { items: [{ ...lamp, quantity: 0 }] }, "#/items/0/quantity"],
  ["a quantity of -1", { items: [{ ...lamp, quantity: -1 }] }, "#/items/0/quantity"],
  ["a quantity of 1.5", { items: [{ ...lamp, quantity: 1.5 }] }, "#/items/0/quantity"],
  ["a quantity of 1001", { items: [{ ...lamp, quantity: 1001 }] }, "#/items/0/quantity"],
  ["an unknown product", { items: [{ ...lamp, productId: "x" }] }, "#/items/0/productId"],
];
// Protobuf has a type for each field.
const TYPED = BAD.filter(([what]) => !/a text|1\.5/.test(what));

describe("An order with", () => {
  it.each(BAD)("%s is 400, over REST, and the answer names it", async (_what, order, pointer) => {
    const { app, published } = await startOrders();

    const sent = request(app).post("/v1/orders").set("authorization", ada);
    const { body } = await sent.send(order).expect(400);

    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(await published()).toEqual([]);
  });

  it.each(TYPED)("%s is INVALID_ARGUMENT, over gRPC", async (_what, order) => {
    const { client, published } = await startOrders();

    const given = order as { items: (typeof lamp)[] };
    const call = client.PlaceOrder(given, { authorization: ada });

    expect(codeOf(await call.catch((thrown: unknown) => thrown))).toBe("INVALID_ARGUMENT");
    expect(await published()).toEqual([]);
  });
});

describe("A request", () => {
  it.each([
    ["no JSON", "application/json", "{", 400],
    ["a form", "application/x-www-form-urlencoded", "items=lamp", 415],
    ["129 kB", "application/json", `"${"x".repeat(132_000)}"`, 413],
  ])("with %s is refused", async (_what, type, body, status) => {
    const { app } = await startOrders();

    const sent = request(app).post("/v1/orders").set({ authorization: ada, "content-type": type });

    await sent.send(body).expect(status);
  });

  it("with an Idempotency-Key that is none is 400", async () => {
    const { app } = await startOrders();

    const sent = request(app)
      .post("/v1/orders")
      .set({ authorization: ada, "idempotency-key": " " });

    await sent.send({ items: [lamp] }).expect(400);
  });
});
