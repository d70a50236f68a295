// Order-service of one test: the real app on a real database, over HTTP and behind a real gRPC port. Its callers have tokens of an
// issuer of the test's own; the test stands in for user-service and product-service.

import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { createTokenVerifier } from "@labs/common/bearer";
import { connectGrpc } from "@labs/common/grpc/client";
import { startGrpcServer } from "@labs/common/grpc/server";
import { type Order, orderService } from "@shop/contracts/order";
import request from "supertest";
import { onTestFinished } from "vitest";
import { openTestDatabase } from "../../../../common/test/test-database.ts";
import { createTestIssuer } from "../../../common/test/test-tokens.ts";
import { addressesTable, askAddresses } from "../src/address.ts";
import { createApp } from "../src/app.ts";
import { createOrderStore, ordersTables } from "../src/order-store.ts";
import { askPrices, type Prices } from "../src/prices.ts";

const issuer = await createTestIssuer();
/** Ada buys, Bob sells, and Eve does neither. */
export const ada = await issuer.authorizationOf({ id: "ada", name: "Ada" });
export const bob = await issuer.authorizationOf({ id: "bob", name: "Bob" });
export const eve = await issuer.authorizationOf({ id: "eve", name: "Eve" });
export const INTERNAL_SECRET = "a secret of the whole shop";

export const mainStreet = {
  ...{ shippingAddress: "1 Main St", pincode: "10001", city: "London", country: "UK" },
  phoneNumber: "123",
};
/** What user-service knows of Ada. */
export const userAda = {
  ...{ id: "ada", name: "Ada", email: "ada@example.com", bio: "", createdAt: "", version: 3 },
  ...mainStreet,
};
const product = { description: "", stock: 10, ownerName: "", ownerAddress: "", createdAt: "" };
export const PRODUCTS = [
  { ...product, id: "lamp", name: "Lamp", price: 29.99, ownerId: "bob", version: 1 },
  { ...product, id: "desk", name: "Desk", price: 100, ownerId: "carl", version: 4 },
  { ...product, id: "free", name: "Ownerless", price: 1, ownerId: "", version: 1 },
];

interface SceneOptions {
  address?: Parameters<typeof askAddresses>[1];
  internalSecret?: string | undefined;
  GetUser?: Parameters<typeof askAddresses>[0]["GetUser"];
  GetProducts?: Parameters<typeof askPrices>[0]["GetProducts"];
  /** In place of asking GetProducts each time. */
  prices?: Prices;
}

export async function startOrders({
  address = "both",
  internalSecret = INTERNAL_SECRET,
  GetUser = async () => userAda,
  GetProducts = async ({ ids }) => ({ products: PRODUCTS.filter(({ id }) => ids.includes(id)) }),
  prices = askPrices({ GetProducts }),
}: SceneOptions = {}) {
  const tables = [ordersTables, addressesTable, idempotencyTable, inboxTable, outboxTable];
  const db = await openTestDatabase(...tables);
  const outbox = createOutbox(db, "order-service");
  const { calls, service } = createApp({
    ...{ db, store: createOrderStore(db), outbox, internalSecret },
    verify: createTokenVerifier(async () => issuer.keys),
    askAddress: askAddresses({ GetUser }, address),
    prices,
  });
  const { app, inbox, log, metrics } = service;
  const server = await startGrpcServer(orderService, calls, {
    ...{ address: "127.0.0.1:0", log, metrics },
  });
  const client = connectGrpc(orderService, `127.0.0.1:${server.port}`, {
    ...{ retries: 0, deadlineMs: 20_000 },
  });
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });

  const events = () => outbox.waiting(1000);
  let received = 0;
  /** Receives an event, whatever it has received before. */
  function receive(
    type: string,
    data: Record<string, unknown>,
    event: Partial<ReceivedEvent> = {},
  ) {
    const given = [{ id: `event-${(received += 1)}`, type, data, ...event }];
    return inbox.receive({ log: "log-1", redelivery: true, events: given });
  }

  const scene = {
    ...{ app, client, events, receive },
    /** The types of all events that were published, in their order. */
    published: async () => (await events()).map(({ type }) => type),
    lastEvent: async () => (await events()).at(-1),

    /** Places an order of Ada's. */
    async place(productId = "lamp", quantity = 2): Promise<Order> {
      const sent = { items: [{ productId, quantity }] };
      const answer = await request(app).post("/v1/orders").set("authorization", ada).send(sent);
      return answer.body.message;
    },
    async read(id: string): Promise<Order> {
      const answer = await request(app).get(`/v1/orders/${id}`).set("authorization", ada);
      return answer.body.message;
    },
    ship: (id: string, token = bob) =>
      request(app).patch(`/v1/orders/${id}`).set("authorization", token),
    cancel: (id: string, token = ada) =>
      request(app).delete(`/v1/orders/${id}`).set("authorization", token),
    reserved: (orderId: string) => receive("StockReserved", { orderId, items: [] }),
    rejected: (orderId: string) =>
      receive("StockRejected", { orderId, shortages: [{ productId: "lamp", wanted: 2, left: 1 }] }),
  };
  return scene;
}
