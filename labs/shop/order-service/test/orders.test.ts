// What becomes of an order over REST: who may read it, cancel it, ship it, and in which states.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { ada, bob, eve, startOrders } from "./order-scene.ts";

describe("When an order is read", () => {
  it.each(["/v1/orders", "/v1/orders/get-order"])(
    "at %s/:id, its buyer and its seller see it, and for others there is none",
    async (path) => {
      const { app, place } = await startOrders();
      const order = await place();
      const read = (token: string, id = order.id) =>
        request(app).get(`${path}/${id}`).set("authorization", token);

      expect((await read(ada).expect(200)).body).toEqual({ status: 200, message: order });
      await read(bob).expect(200);
      await read(eve).expect(404);
      await read(ada, "no-id-at-all").expect(404);
      await request(app).get(`${path}/${order.id}`).expect(401);
    },
  );

  it("the list has one's own, newest first, in pages", async () => {
    const { app, place } = await startOrders();
    const ids = [(await place()).id, (await place()).id, (await place()).id].toReversed();
    const list = (url: string, token = ada) =>
      request(app).get(url).set("authorization", token).expect(200);

    const first = await list("/v1/orders?limit=2");
    const next = /<(.+)>; rel="next"/.exec(first.headers.link ?? "")?.[1] ?? "";
    const second = await list(next);

    const idsIn = ({ body }: { body: { message: { id: string }[] } }) =>
      body.message.map(({ id }) => id);
    expect([idsIn(first), idsIn(second)]).toEqual([ids.slice(0, 2), ids.slice(2)]);
    expect(second.headers.link).toBeUndefined();
    expect(idsIn(await list("/v1/orders/get-all-orders"))).toEqual(ids);
    expect(idsIn(await list("/v1/orders", bob))).toEqual([]);
  });
});

describe("When an order is cancelled", () => {
  it.each(["PENDING", "PROCESSING"])("while it is %s, an event is published", async (status) => {
    const { place, cancel, reserved, lastEvent } = await startOrders();
    const { id } = await place();
    if (status === "PROCESSING") await reserved(id);

    const { body } = await cancel(id).expect(200);

    expect(body.message).toMatchObject({ status: "CANCELLED", reason: "cancelled by the buyer" });
    const { version } = body.message;
    expect(await lastEvent()).toMatchObject({
      ...{ type: "OrderCancelled", data: { id, userId: "ada", version } },
    });
  });

  it("by its seller it is 403, by another 404, and twice or on its way 409", async () => {
    const { place, cancel, reserved, ship } = await startOrders();
    const [one, two] = [await place(), await place()];

    await cancel(one.id, bob).expect(403);
    await cancel(one.id, eve).expect(404);
    await cancel(one.id).expect(200);
    await cancel(one.id).expect(409);
    await reserved(two.id);
    await ship(two.id).expect(200);
    await cancel(two.id).expect(409);
  });

  it("what is stale (If-Match) changes nothing, and is 412", async () => {
    const { place, cancel, reserved, read } = await startOrders();
    const { id } = await place();
    await reserved(id);

    await cancel(id).set("if-match", '"1"').expect(412);
    expect(await read(id)).toMatchObject({ status: "PROCESSING" });
    await cancel(id).set("if-match", '"2"').expect(200);
  });
});

describe("When an order is shipped", () => {
  it("without a body it is SHIPPED, then DELIVERED, each with an event", async () => {
    const { app, place, reserved, ship, published } = await startOrders();
    const { id } = await place();
    await reserved(id);

    const path = `/v1/orders/update-status/${id}`;
    const shipped = await request(app).patch(path).set("authorization", bob).expect(200);
    const delivered = await ship(id).send({ status: "DELIVERED" }).expect(200);

    expect(shipped.body.message).toMatchObject({ status: "SHIPPED", version: 3 });
    expect(delivered.body.message).toMatchObject({ status: "DELIVERED", version: 4 });
    const steps = ["OrderPlaced", "OrderConfirmed", "OrderShipped", "OrderDelivered"];
    expect(await published()).toEqual(steps);
  });

  it("by its buyer it is 403, by another 404, in another state 409, to another status 400", async () => {
    const { place, reserved, ship } = await startOrders();
    const { id } = await place();

    await ship(id).expect(409);
    await reserved(id);
    await ship(id, ada).expect(403);
    await ship(id, eve).expect(404);
    await ship(id).send({ status: "DELIVERED" }).expect(409);
    await ship(id).send({ status: "PENDING" }).expect(400);
    await ship(id).expect(200);
    await ship(id).expect(409);
  });

  it("a product without an owner is shipped by its buyer", async () => {
    const { place, reserved, ship } = await startOrders();
    const { id } = await place("free");
    await reserved(id);

    await ship(id, eve).expect(404);
    await ship(id, ada).expect(200);
  });
});
