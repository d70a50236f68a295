// What happens to orders and products later, over real HTTP and the real bus: the buyer moves, changes their mind, and leaves; so
// does the seller. User-service and its worker are the test's.

import { openDatabase } from "@blog/common/database/open-database";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createGate } from "../../../labs/common/test/toy-service.ts";
import {
  addressesTable,
  addressStore,
  NO_ADDRESS,
} from "../../../labs/shop/order-service/src/address.ts";
import {
  createOrderStore,
  ordersTables,
  type StoredOrder,
} from "../../../labs/shop/order-service/src/order-store.ts";
import { until } from "../../kit/until.ts";
import { requires } from "../../requires.ts";
import { startPostgres } from "../../scale/postgres-server.ts";
import type { TestServer } from "../../scale/server-process.ts";
import { type RunningSaga, startRunningSaga } from "./running-saga.ts";

const lamp = { name: "Lamp", description: "It is bright.", price: 29.99, stock: 10 };
const sideStreet = {
  ...{ shippingAddress: "2 Side St", pincode: "1", city: "London", country: "UK" },
  phoneNumber: "123",
};

describe("After the sale, on SQLite", () => {
  it("an order follows its buyer, and gives back what it does not need", () => live());
});

// A server of its own takes long to start.
const onPostgres = process.env.FULL === "1" ? requires("postgres") : () => {};

onPostgres("After the sale, on PostgreSQL", (program) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startPostgres(program);
  });
  afterAll(() => server.remove());

  it("an order follows its buyer, and gives back what it does not need", () => live(server.url));

  // Under "repeatable read", two transactions that write different rows do not see each other: so the one writes what it reads.
  it("an order that is placed while its buyer moves is not missed", async () => {
    const tables = [ordersTables, addressesTable];
    const db = await openDatabase(server.url, tables, "two_at_once");
    onTestFinished(() => db.close());
    const store = createOrderStore(db);
    const [asked, moving] = [createGate(), createGate()];

    const placed = db.transaction(async (tx) => {
      await addressStore.latest(tx, "ada");
      asked.open();
      await moving.opened;
      await store.add(tx, pendingOrder);
    });
    await asked.opened;
    const found = db.transaction(async (tx) => {
      const put = addressStore.put(tx, "ada", { ...sideStreet, addressVersion: 2 });
      moving.open();
      await put;
      return store.openOf(tx, "ada");
    });

    await placed;
    expect(await found).toMatchObject([{ id: "order-1" }]);
  });
});

const pendingOrder: StoredOrder = {
  ...{ id: "order-1", userId: "ada", items: [], status: "PENDING", reason: "", version: 1 },
  ...{ ...NO_ADDRESS, addressSource: "rpc", createdAt: "" },
};

async function live(databaseUrl?: string): Promise<void> {
  const saga = await startRunningSaga(databaseUrl);
  onTestFinished(saga.stop);
  const [ada, bob] = [await saga.authorizationOf("ada"), await saga.authorizationOf("bob")];
  const created = await request(saga.products)
    .post("/v1/products")
    .set("authorization", bob)
    .send(lamp)
    .expect(201);
  const productId: string = created.body.message.id;
  const place = async (): Promise<string> => {
    const sent = request(saga.orders).post("/v1/orders").set("authorization", ada);
    const { body } = await sent.send({ items: [{ productId, quantity: 3 }] }).expect(201);
    return body.message.id;
  };
  const order = (id: string) => read(`${saga.orders}/v1/orders/${id}`, ada);
  const stock = async () => (await read(`${saga.products}/v1/products/${productId}`, ada))?.stock;

  const [shipped, open, cancelled] = [await place(), await place(), await place()];
  for (const id of [shipped, open, cancelled])
    await until(async () => expect(await order(id)).toMatchObject({ status: "PROCESSING" }));
  await request(saga.orders).patch(`/v1/orders/${shipped}`).set("authorization", bob).expect(200);
  expect(await stock()).toBe(1);

  // She changes her mind.
  await request(saga.orders)
    .delete(`/v1/orders/${cancelled}`)
    .set("authorization", ada)
    .expect(200);
  await until(async () => expect(await stock()).toBe(4));

  // She moves.
  await publish(saga, "ProfileUpdated", { ...sideStreet, userId: "ada", name: "Ada", version: 2 });
  await until(async () => expect(await order(open)).toMatchObject(sideStreet));
  expect(await order(shipped)).toMatchObject({ shippingAddress: "1 Main St" });

  // She leaves.
  await publish(saga, "UserDeleted", { id: "ada", version: 3 });
  await until(async () =>
    expect(await order(open)).toMatchObject({ status: "CANCELLED", shippingAddress: "" }),
  );
  expect(await order(shipped)).toMatchObject({ status: "SHIPPED", shippingAddress: "" });
  await until(async () => expect(await stock()).toBe(7));

  // And so does he.
  await publish(saga, "UserDeleted", { id: "bob", version: 2 });
  await until(async () => expect(await stock()).toBeUndefined());
}

async function read(url: string, authorization: string) {
  const { body } = await request(url).get("").set({ authorization });
  return body.message;
}

async function publish(saga: RunningSaga, type: string, data: object): Promise<void> {
  await request(saga.bus).post("/events").send({ type, data }).expect(200);
}
