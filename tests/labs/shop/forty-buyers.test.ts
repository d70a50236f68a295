// Forty buyers want one piece each, at once, and there are ten: over real HTTP, gRPC and the real bus. By the rule that this shop
// was built after, forty are sold (oversell.test.ts shows it).

import request from "supertest";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { until } from "../../kit/until.ts";
import { requires } from "../../requires.ts";
import { startPostgres } from "../../scale/postgres-server.ts";
import type { TestServer } from "../../scale/server-process.ts";
import { type RunningSaga, startRunningSaga } from "./running-saga.ts";

const BUYERS = Array.from({ length: 40 }, (_, index) => `buyer-${index}`);
const lamp = { name: "Lamp", description: "It is bright.", price: 29.99, stock: 10 };

describe("Forty buyers of ten pieces, on SQLite", () => {
  it("ten orders are confirmed, thirty are rejected with what is missing, and none is left", () =>
    sell());
});

// A server of its own takes long to start.
const onPostgres = process.env.FULL === "1" ? requires("postgres") : () => {};

onPostgres("Forty buyers of ten pieces, on PostgreSQL", (program) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startPostgres(program);
  });
  afterAll(() => server.remove());

  it("ten orders are confirmed, thirty are rejected with what is missing, and none is left", () =>
    sell(server.url));
});

async function sell(databaseUrl?: string): Promise<void> {
  const saga = await startRunningSaga(databaseUrl);
  onTestFinished(saga.stop);
  const created = await request(saga.products)
    .post("/v1/products")
    .set("authorization", await saga.authorizationOf("seller"))
    .send(lamp)
    .expect(201);
  const { id: productId } = created.body.message;

  await Promise.all(BUYERS.map((buyer) => place(saga, buyer, productId)));

  const statuses = await until(async () => {
    const all = await Promise.all(BUYERS.map((buyer) => statusesOf(saga, buyer)));
    expect(all.flat()).not.toContain("PENDING");
    return all.flat();
  });
  expect(statuses.toSorted()).toEqual([
    ...Array(30).fill("CANCELLED"),
    ...Array(10).fill("PROCESSING"),
  ]);
  const left = await request(saga.products).get(`/v1/products/${productId}`);
  expect(left.body.message).toMatchObject({ stock: 0, version: 11 });
  await until(async () => {
    const rejections = (await eventsOf(saga)).filter(({ type }) => type === "OrderRejected");
    expect(rejections).toHaveLength(30);
    for (const { data } of rejections)
      expect(data.shortages).toEqual([{ productId, wanted: 1, left: 0 }]);
  });
}

async function place(saga: RunningSaga, buyer: string, productId: string): Promise<void> {
  const authorization = await saga.authorizationOf(buyer);
  const { body } = await request(saga.orders)
    .post("/v1/orders")
    .set({ authorization })
    .send({ items: [{ productId, quantity: 1 }] })
    .expect(201);
  expect(body.message).toMatchObject({ status: "PENDING", shippingAddress: "1 Main St" });
}

async function statusesOf(saga: RunningSaga, buyer: string): Promise<string[]> {
  const authorization = await saga.authorizationOf(buyer);
  const { body } = await request(saga.orders).get("/v1/orders").set({ authorization }).expect(200);
  return body.message.map(({ status }: { status: string }) => status);
}

type Published = { type: string; data: { shortages?: object[] } };

async function eventsOf(saga: RunningSaga): Promise<Published[]> {
  const { body } = await request(saga.bus).get("/events").expect(200);
  return body;
}
