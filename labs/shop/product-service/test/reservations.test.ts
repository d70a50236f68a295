// Orders meet the stock: what is reserved, rejected and released, and by which events.

import { describe, expect, it } from "vitest";
import request from "supertest";
import { ada, orderOf, startProducts } from "./product-scene.ts";

const cancellation = (id: string) => ({ id, userId: "bob", reason: "none", version: 2 });

describe("When an order is placed", () => {
  it("all of it is reserved, and the verdict names what is left", async () => {
    const { create, receive, read, lastEvent } = await startProducts();
    const [one, two] = [await create({ stock: 3 }), await create({ stock: 2 })];

    const items = [
      { productId: two.id, quantity: 2 },
      { productId: one.id, quantity: 1 },
    ];
    await receive("OrderPlaced", orderOf("order-1", ...items));

    expect(await read(one.id)).toMatchObject({ stock: 2, version: 2 });
    expect(await read(two.id)).toMatchObject({ stock: 0, version: 2 });
    expect(await lastEvent()).toMatchObject({
      type: "StockReserved",
      data: {
        orderId: "order-1",
        items: [
          { productId: one.id, quantity: 1, left: 2, version: 2 },
          { productId: two.id, quantity: 2, left: 0, version: 2 },
        ],
      },
    });
  });

  it("nothing is reserved where there is too little of one thing, and each shortage is named", async () => {
    const { create, receive, read, lastEvent } = await startProducts();
    const [one, two] = [await create({ stock: 3 }), await create({ stock: 2 })];

    const items = [
      { productId: one.id, quantity: 1 },
      { productId: two.id, quantity: 3 },
      { productId: "gone", quantity: 1 },
    ];
    await receive("OrderPlaced", orderOf("order-1", ...items));

    expect(await read(one.id)).toMatchObject({ stock: 3, version: 1 });
    const { type, data } = (await lastEvent())!;
    expect(type).toBe("StockRejected");
    expect(data.shortages).toHaveLength(2);
    expect(data.shortages).toEqual(
      expect.arrayContaining([
        { productId: two.id, wanted: 3, left: 2 },
        { productId: "gone", wanted: 1, left: 0 },
      ]),
    );
  });

  it("the second time, also under another id, nothing happens", async () => {
    const { create, receive, read, published } = await startProducts();
    const { id } = await create({ stock: 3 });
    const order = orderOf("order-1", { productId: id, quantity: 1 });

    await receive("OrderPlaced", order);
    await receive("OrderPlaced", order);

    expect(await read(id)).toMatchObject({ stock: 2 });
    expect(await published()).toEqual(["ProductCreated", "StockReserved"]);
  });

  it("one thing that is in it twice counts as one", async () => {
    const { create, receive, published } = await startProducts();
    const { id } = await create({ stock: 3 });
    const two = { productId: id, quantity: 2 };

    await receive("OrderPlaced", orderOf("order-1", two, two));

    expect(await published()).toEqual(["ProductCreated", "StockRejected"]);
  });

  it("the verdict has the same id whenever it is made again", async () => {
    const placed = { id: "placed-1" };
    const ids = [];
    for (let time = 0; time < 2; time += 1) {
      const { create, receive, lastEvent } = await startProducts();
      const { id } = await create();
      await receive("OrderPlaced", orderOf("order-1", { productId: id, quantity: 1 }), placed);
      ids.push((await lastEvent())?.id);
    }

    expect(ids[0]).toBe(ids[1]);
  });
});

describe("When an order is cancelled", () => {
  it("what was reserved for it is back, once", async () => {
    const { create, receive, read, published, lastEvent } = await startProducts();
    const { id } = await create({ stock: 3 });
    await receive("OrderPlaced", orderOf("order-1", { productId: id, quantity: 2 }));

    await receive("OrderCancelled", cancellation("order-1"));
    await receive("OrderCancelled", cancellation("order-1"));

    expect(await read(id)).toMatchObject({ stock: 3, version: 3 });
    expect(await published()).toEqual(["ProductCreated", "StockReserved", "StockReleased"]);
    expect((await lastEvent())?.data).toEqual({
      orderId: "order-1",
      items: [{ productId: id, quantity: 2, left: 3, version: 3 }],
    });
  });

  it("nothing comes back of one that was rejected", async () => {
    const { create, receive, read } = await startProducts();
    const { id } = await create({ stock: 1 });
    await receive("OrderPlaced", orderOf("order-1", { productId: id, quantity: 2 }));

    await receive("OrderCancelled", cancellation("order-1"));

    expect(await read(id)).toMatchObject({ stock: 1 });
  });

  it("and its OrderPlaced comes late, nothing is reserved for it", async () => {
    const { create, receive, read, published } = await startProducts();
    const { id } = await create({ stock: 3 });

    await receive("OrderCancelled", cancellation("order-1"));
    await receive("OrderPlaced", orderOf("order-1", { productId: id, quantity: 2 }));

    expect(await read(id)).toMatchObject({ stock: 3 });
    expect(await published()).toEqual(["ProductCreated"]);
  });

  it("what it had of a product that is gone goes nowhere", async () => {
    const { app, create, receive, lastEvent } = await startProducts();
    const { id } = await create({ stock: 3 });
    await receive("OrderPlaced", orderOf("order-1", { productId: id, quantity: 2 }));
    await request(app).delete(`/v1/products/${id}`).set("authorization", ada).expect(200);

    await receive("OrderCancelled", cancellation("order-1"));

    expect(await lastEvent()).toMatchObject({ type: "StockReleased", data: { items: [] } });
  });
});

describe("When an owner changes a product while orders reserve of it", () => {
  it("neither is lost, whichever is first", async () => {
    const { app, create, receive, read } = await startProducts();
    const { id } = await create({ stock: 100 });
    const rename = (name: string) =>
      request(app).patch(`/v1/products/${id}`).set("authorization", ada).send({ name });

    await Promise.all(
      Array.from({ length: 10 }, (_, index) => [
        receive("OrderPlaced", orderOf(`order-${index}`, { productId: id, quantity: 1 })),
        rename(`Lamp ${index}`),
      ]).flat(),
    );

    expect(await read(id)).toMatchObject({ stock: 90, version: 21 });
    expect((await read(id)).name).toMatch(/^Lamp \d$/);
  });

  it("a stock that is named is set, and what is reserved later is taken from it", async () => {
    const { app, create, receive, read } = await startProducts();
    const { id } = await create({ stock: 2 });
    await receive("OrderPlaced", orderOf("order-1", { productId: id, quantity: 2 }));

    const patched = request(app).patch(`/v1/products/${id}`).set("authorization", ada);
    await patched.send({ stock: 5 }).expect(200);
    await receive("OrderPlaced", orderOf("order-2", { productId: id, quantity: 3 }));

    expect(await read(id)).toMatchObject({ stock: 2 });
  });
});
