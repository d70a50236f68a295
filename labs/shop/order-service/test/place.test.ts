// How an order begins: who may place it, what it costs, where it goes.

import { failure } from "@labs/common/grpc/status";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { ada, bob, mainStreet, startOrders, userAda } from "./order-scene.ts";

const away = () => Promise.reject(failure("UNAVAILABLE", "No."));
const sideStreet = { ...mainStreet, shippingAddress: "2 Side St" };
const moved = { ...sideStreet, userId: "ada", name: "Ada", version: 4 };
const items = [
  { productId: "lamp", quantity: 2 },
  { productId: "desk", quantity: 1 },
];

describe("When an order is placed", () => {
  it.each(["/v1/orders", "/v1/orders/create-order"])(
    "by POST %s, it is PENDING, has its price and its address, and an event is published",
    async (path) => {
      const { app, lastEvent } = await startOrders();

      const sent = request(app).post(path).set("authorization", ada);
      const { body, headers } = await sent.send({ userId: "ada", items }).expect(201);

      const order = body.message;
      expect(headers.etag).toBe('"1"');
      expect(order).toEqual({
        ...{ id: expect.any(String), userId: "ada", total: 159.98, status: "PENDING", reason: "" },
        items: [
          { productId: "lamp", name: "Lamp", quantity: 2, price: 29.99, id: expect.any(String) },
          { productId: "desk", name: "Desk", quantity: 1, price: 100, id: expect.any(String) },
        ],
        ...{ ...mainStreet, addressSource: "rpc", createdAt: expect.any(String), version: 1 },
      });
      expect(await lastEvent()).toMatchObject({
        type: "OrderPlaced",
        data: {
          ...{ id: order.id, userId: "ada", totalCents: 15_998, version: 1 },
          items: [
            { productId: "lamp", quantity: 2, priceCents: 2999 },
            { productId: "desk", quantity: 1, priceCents: 10_000 },
          ],
        },
      });
    },
  );

  it("a retry under the same key is the same order, and with another order it is 422", async () => {
    const { app, published } = await startOrders();
    const place = (token: string, sent: object[]) =>
      request(app)
        .post("/v1/orders")
        .set({ authorization: token, "idempotency-key": "key" })
        .send({ items: sent });

    const first = await place(ada, items).expect(201);
    const again = await place(ada, items).expect(201);
    await place(ada, items.slice(1)).expect(422);
    const other = await place(bob, items).expect(201);

    expect(again.body).toEqual(first.body);
    expect(other.body.message.userId).toBe("bob");
    expect(await published()).toHaveLength(2);
  });

  it("for another user, it is 403; without a token, 401; of what there is not, 400", async () => {
    const { app, published } = await startOrders();
    const place = (body: object) => request(app).post("/v1/orders").send(body);

    await place({ userId: "bob", items }).set("authorization", ada).expect(403);
    await place({ items }).expect(401);
    const unknown = [...items, { productId: "gone", quantity: 1 }];
    const { body } = await place({ items: unknown }).set("authorization", ada).expect(400);

    expect(body.errors).toEqual([{ pointer: "#/items/2/productId", detail: "is no product" }]);
    expect(await published()).toEqual([]);
  });

  it("and product-service is away, it is 503", async () => {
    const { app } = await startOrders({ GetProducts: away });

    const sent = request(app).post("/v1/orders").set("authorization", ada).send({ items });

    await sent.expect(503);
  });
});

describe("Where an order goes", () => {
  it.each(["UNAVAILABLE", "DEADLINE_EXCEEDED"] as const)(
    "is the address of the last event, while user-service is away (%s)",
    async (code) => {
      const scene = await startOrders({ GetUser: () => Promise.reject(failure(code, "No.")) });
      await scene.receive("ProfileUpdated", moved);

      expect(await scene.place()).toMatchObject({ ...sideStreet, addressSource: "events" });
    },
  );

  it("is unknown while user-service is away and no event has come: 503", async () => {
    const { app } = await startOrders({ GetUser: away });

    const sent = request(app).post("/v1/orders").set("authorization", ada).send({ items });

    await sent.expect(503);
  });

  it("is never taken from an event with ADDRESS=rpc, and never asked for with ADDRESS=events", async () => {
    const asking = await startOrders({ address: "rpc", GetUser: away });
    const knowing = await startOrders({ address: "events", GetUser: away });

    for (const { receive } of [asking, knowing]) await receive("ProfileUpdated", moved);

    const sent = request(asking.app).post("/v1/orders").set("authorization", ada);
    await sent.send({ items }).expect(503);
    expect(await knowing.place()).toMatchObject({ ...sideStreet, addressSource: "events" });
  });

  it("with ADDRESS=events is empty until the first event comes", async () => {
    const { place, read, receive } = await startOrders({ address: "events", GetUser: away });
    const { id, ...placed } = await place();

    await receive("ProfileUpdated", moved);

    expect(placed).toMatchObject({ shippingAddress: "", addressSource: "events" });
    expect(await read(id)).toMatchObject(sideStreet);
  });

  it("is the later one of the answer and of an event that comes meanwhile", async () => {
    const scene = await startOrders({
      async GetUser() {
        await scene.receive("ProfileUpdated", moved);
        return userAda;
      },
    });

    expect(await scene.place()).toMatchObject({ ...sideStreet, addressSource: "events" });
  });

  it("is nowhere, for a user who is deleted meanwhile: 401", async () => {
    const scene = await startOrders({
      async GetUser() {
        await scene.receive("UserDeleted", { id: "ada", version: 4 });
        return userAda;
      },
    });

    const sent = request(scene.app).post("/v1/orders").set("authorization", ada).send({ items });

    await sent.expect(401);
    expect(await scene.published()).toEqual([]);
  });
});
