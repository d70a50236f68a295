// Product-service of one test: the real app on a real database, over HTTP and behind a real gRPC port. Its callers have tokens of
// an issuer of the test's own; the test stands in for user-service.

import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { createTokenVerifier } from "@labs/common/bearer";
import { connectGrpc } from "@labs/common/grpc/client";
import { startGrpcServer } from "@labs/common/grpc/server";
import { productService } from "@shop/contracts/product";
import request from "supertest";
import { onTestFinished } from "vitest";
import { openTestDatabase } from "../../../../common/test/test-database.ts";
import { createTestIssuer } from "../../../common/test/test-tokens.ts";
import { createApp } from "../src/app.ts";
import { askOwners, ownersTable } from "../src/owners.ts";
import { createProductStore, productsTable } from "../src/product-store.ts";
import { reservationsTable } from "../src/reservation-store.ts";

const issuer = await createTestIssuer();
export const ada = await issuer.authorizationOf({ id: "ada", name: "Ada" });
export const bob = await issuer.authorizationOf({ id: "bob", name: "Bob" });
export const INTERNAL_SECRET = "a secret of the whole shop";
export const lamp = { name: "Lamp", description: "It is bright.", price: 29.99, stock: 10 };

/** What user-service knows of Ada. */
export const userAda = {
  ...{ id: "ada", name: "Ada", email: "ada@example.com", bio: "", shippingAddress: "1 Main St" },
  ...{ pincode: "", city: "", country: "", phoneNumber: "", createdAt: "", version: 3 },
};

interface SceneOptions {
  isOpen?: boolean;
  internalSecret?: string | undefined;
  GetUser?: Parameters<typeof askOwners>[0]["GetUser"];
}

export async function startProducts({
  isOpen = false,
  internalSecret = INTERNAL_SECRET,
  GetUser = async () => userAda,
}: SceneOptions = {}) {
  const own = [productsTable, reservationsTable, ownersTable];
  const db = await openTestDatabase(...own, idempotencyTable, inboxTable, outboxTable);
  const outbox = createOutbox(db, "product-service");
  const verify = createTokenVerifier(async () => issuer.keys);
  const askOwner = askOwners({ GetUser });
  const store = createProductStore(db);
  const { calls, service } = createApp({
    ...{ db, store, outbox, verify, askOwner, isOpen, internalSecret },
  });
  const { app, inbox, log, metrics } = service;
  const server = await startGrpcServer(productService, calls, {
    ...{ address: "127.0.0.1:0", log, metrics },
  });
  const client = connectGrpc(productService, `127.0.0.1:${server.port}`, {
    ...{ retries: 0, deadlineMs: 20_000 },
  });
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });

  const events = () => outbox.waiting(1000);
  let received = 0;

  return {
    ...{ app, client, db, store, events },
    /** The types of all events that were published, in their order. */
    published: async () => (await events()).map(({ type }) => type),
    lastEvent: async () => (await events()).at(-1),
    /** Creates a product of Ada's. */
    async create(changes: object = {}): Promise<{ id: string; version: number; stock: number }> {
      const sent = { ...lamp, ...changes };
      const answer = await request(app).post("/v1/products").set("authorization", ada).send(sent);
      return answer.body.message;
    },
    read: async (id: string) => (await request(app).get(`/v1/products/${id}`)).body.message,
    /** Receives an event, whatever it has received before. */
    receive(type: string, data: Record<string, unknown>, event: Partial<ReceivedEvent> = {}) {
      const given = [{ id: `event-${(received += 1)}`, type, data, ...event }];
      return inbox.receive({ log: "log-1", redelivery: true, events: given });
    },
  };
}

/** What OrderPlaced carries. */
export function orderOf(id: string, ...items: { productId: string; quantity: number }[]) {
  const priced = items.map((item) => ({ ...item, priceCents: 100 }));
  return { id, userId: "bob", items: priced, totalCents: 100, version: 1 };
}
