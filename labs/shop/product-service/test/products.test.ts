// What product-service answers over REST, by the paths of both shops, and which event each change publishes.

import { failure } from "@labs/common/grpc/status";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { ada, bob, lamp, startProducts, userAda } from "./product-scene.ts";

describe("When a product is created", () => {
  it.each(["/v1/products", "/v1/product/create-product"])(
    "by POST %s, it is the caller's, and an event is published",
    async (path) => {
      const { app, lastEvent } = await startProducts();

      const { status, body, headers } = await request(app)
        .post(path)
        .set("authorization", ada)
        .send(lamp);

      const owner = { ownerId: "ada", ownerName: "Ada", ownerAddress: "1 Main St" };
      expect(status).toBe(201);
      expect(headers.etag).toBe('"1"');
      expect(body).toEqual({
        status: 201,
        message: {
          ...{ ...lamp, ...owner, version: 1 },
          ...{ id: expect.any(String), createdAt: expect.any(String) },
        },
      });
      const { price: _, ...named } = body.message;
      const expected = { type: "ProductCreated", data: { ...named, priceCents: 2999 } };
      expect(await lastEvent()).toMatchObject(expected);
    },
  );

  it("a retry under the same key is the same product, and another's key is another one", async () => {
    const { app, published } = await startProducts();
    const create = (token: string) =>
      request(app)
        .post("/v1/products")
        .set({ authorization: token, "idempotency-key": "key" })
        .send(lamp);

    const first = await create(ada);
    const again = await create(ada);
    const other = await create(bob);

    expect(again.body).toEqual(first.body);
    expect(other.body.message.id).not.toBe(first.body.message.id);
    expect(await published()).toHaveLength(2);
  });

  it.each(["UNAVAILABLE", "DEADLINE_EXCEEDED"] as const)(
    "and user-service is away (%s), it is not",
    async (code) => {
      const GetUser = () => Promise.reject(failure(code, "No."));
      const { app, published } = await startProducts({ GetUser });

      const { status, headers } = await request(app)
        .post("/v1/products")
        .set("authorization", ada)
        .send(lamp);

      expect({ status, again: headers["retry-after"] }).toEqual({ status: 503, again: "1" });
      expect(await published()).toEqual([]);
    },
  );

  it("by a user who is deleted meanwhile, it is not", async () => {
    const scene = await startProducts({
      async GetUser() {
        await scene.receive("UserDeleted", { id: "ada", version: 4 });
        return userAda;
      },
    });

    const created = request(scene.app).post("/v1/products").set("authorization", ada).send(lamp);

    await created.expect(401);
    expect(await scene.published()).toEqual([]);
  });

  it("without a token, it has no owner where products are open (OPEN_PRODUCTS=1), and is refused elsewhere", async () => {
    const [open, closed] = [await startProducts({ isOpen: true }), await startProducts()];

    const created = await request(open.app).post("/v1/products").send(lamp).expect(201);
    const refused = await request(closed.app).post("/v1/products").send(lamp).expect(401);

    expect(created.body.message).toMatchObject({ ownerId: "", ownerName: "" });
    const path = `/v1/product/update-product/${created.body.message.id}`;
    await request(open.app).patch(path).send({ stock: 3 }).expect(200);
    expect(refused.headers["www-authenticate"]).toBe('Bearer realm="shop"');
  });
});

describe("When products are read", () => {
  it("the list comes in pages, each of which names the next one", async () => {
    const { app, create } = await startProducts();
    const ids = [(await create()).id, (await create()).id, (await create()).id];

    const first = await request(app).get("/v1/products?limit=2").expect(200);
    const next = /<(.+)>; rel="next"/.exec(first.headers.link ?? "")?.[1] ?? "";
    const second = await request(app).get(next).expect(200);
    const all = await request(app).get("/v1/product/get-all-products").expect(200);

    const idsIn = ({ body }: { body: { message: { id: string }[] } }) =>
      body.message.map(({ id }) => id);
    expect(idsIn(first)).toEqual(ids.slice(0, 2));
    expect(idsIn(second)).toEqual(ids.slice(2));
    expect(second.headers.link).toBeUndefined();
    expect(idsIn(all)).toEqual(ids);
  });

  it.each(["/v1/products", "/v1/product/get-product"])("one is found at %s/:id", async (path) => {
    const { app, create } = await startProducts();
    const created = await create();

    const { body } = await request(app).get(`${path}/${created.id}`).expect(200);

    expect(body).toEqual({ status: 200, message: created });
    await request(app).get(`${path}/no-id-at-all`).expect(404);
  });
});

describe("When a product is changed", () => {
  it("only what is named changes, and the event has the next version", async () => {
    const { app, create, lastEvent } = await startProducts();
    const created = await create();

    const { body, headers } = await request(app)
      .patch(`/v1/products/${created.id}`)
      .set("authorization", ada)
      .send({ price: 19.5 })
      .expect(200);

    expect(body.message).toEqual({ ...created, price: 19.5, version: 2 });
    expect(headers.etag).toBe('"2"');
    const data = { id: created.id, priceCents: 1950, stock: 10, version: 2 };
    expect(await lastEvent()).toMatchObject({ type: "ProductUpdated", data });
  });

  it("PUT needs all of it", async () => {
    const { app, create } = await startProducts();
    const { id } = await create();
    const put = (body: object) =>
      request(app).put(`/v1/products/${id}`).set("authorization", ada).send(body);

    await put({ price: 1 }).expect(400);
    await put({ ...lamp, stock: 1 }).expect(200);
  });

  it("what is stale (If-Match) changes nothing, and is 412", async () => {
    const { app, create } = await startProducts();
    const { id } = await create();
    const change = (ifMatch: string, price: number) =>
      request(app)
        .patch(`/v1/products/${id}`)
        .set({ authorization: ada, "if-match": ifMatch })
        .send({ price });

    await change('"1"', 2).expect(200);
    await change('"1"', 3).expect(412);
    await change('W/"2"', 3).expect(412);
    await change('"7", "2"', 4).expect(200);
    await change("*", 5).expect(200);

    const { body } = await request(app).get(`/v1/products/${id}`);
    expect(body.message).toMatchObject({ price: 5, version: 4 });
  });

  it("is deleted by its owner, and is not found any more", async () => {
    const { app, create, lastEvent } = await startProducts();
    const { id } = await create();

    const remove = () =>
      request(app).delete(`/v1/product/delete-product/${id}`).set("authorization", ada);
    await remove().expect(200);

    await request(app).get(`/v1/products/${id}`).expect(404);
    await remove().expect(404);
    expect(await lastEvent()).toMatchObject({ type: "ProductDeleted", data: { id, version: 2 } });
  });
});

describe("A product of another user", () => {
  it.each(["put", "patch", "delete"] as const)(
    "refuses %s with 403, and without a token 401",
    async (method) => {
      const { app, create, published } = await startProducts();
      const { id } = await create();
      const ask = () => request(app)[method](`/v1/products/${id}`).send(lamp);

      await ask().set("authorization", bob).expect(403);
      await ask().expect(401);

      expect(await published()).toEqual(["ProductCreated"]);
    },
  );
});

describe("When a user is deleted", () => {
  it("all of their products are, each with an event of its own", async () => {
    const { app, create, receive, events } = await startProducts();
    const ids = [(await create()).id, (await create()).id];

    await receive("UserDeleted", { id: "ada", version: 4 });

    expect((await request(app).get("/v1/products")).body.message).toEqual([]);
    const deletions = (await events()).filter(({ type }) => type === "ProductDeleted");
    expect(deletions.map(({ data }) => data.id)).toEqual(ids);
    expect(new Set(deletions.map(({ id }) => id)).size).toBe(2);
  });
});
