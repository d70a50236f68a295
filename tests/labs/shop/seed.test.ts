// The users and products of the first start, also when it is cut short: with the real user-service over HTTP, and the real
// product-service behind a gRPC port.

import { createServer } from "node:http";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { createTokenVerifier } from "@labs/common/bearer";
import { connectGrpc, type GrpcClient } from "@labs/common/grpc/client";
import { startGrpcServer } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import { readJson } from "@labs/common/read-json";
import { productService } from "@shop/contracts/product";
import { expect, it, onTestFinished } from "vitest";
import { openTestDatabase } from "../../../common/test/test-database.ts";
import { createApp as createProducts } from "../../../labs/shop/product-service/src/app.ts";
import { askOwners, ownersTable } from "../../../labs/shop/product-service/src/owners.ts";
import {
  createProductStore,
  productsTable,
} from "../../../labs/shop/product-service/src/product-store.ts";
import { reservationsTable } from "../../../labs/shop/product-service/src/reservation-store.ts";
import { createAll } from "../../../labs/shop/seed.ts";
import { seedProducts, seedUsers } from "../../../labs/shop/seed-goods.ts";
import { startUsers } from "../../../labs/shop/user-service/test/user-scene.ts";
import { serve } from "../../kit/serve.ts";

it("A first start that is cut in half creates nothing twice, and the next one completes it", async () => {
  const { users, products } = await startShop();
  let created = 0;
  const CreateProduct: typeof products.CreateProduct = async (...given) => {
    created += 1;
    const product = await products.CreateProduct(...given);
    // It is created, and the client never learns it.
    if (created === 4) throw failure("PERMISSION_DENIED", "Killed.");
    return product;
  };

  await expect(createAll(users, { CreateProduct })).rejects.toThrow("Killed.");
  expect((await products.ListProducts({})).products).toHaveLength(4);
  let late = 0;
  await createAll(users, {
    async CreateProduct(...given) {
      const product = await products.CreateProduct(...given);
      // The machine is busy: the same call, made again, creates nothing twice.
      if ((late += 1) <= 2) throw failure("DEADLINE_EXCEEDED", "Too late.");
      return product;
    },
  });

  const { products: all } = await products.ListProducts({});
  expect(all.map(({ name, ownerName }) => [name, ownerName])).toEqual(
    seedProducts.map(({ name, seller }) => [name, seller]),
  );
  expect(all.map(({ ownerAddress }) => ownerAddress)).not.toContain("");
  expect(new Set(all.map(({ ownerId }) => ownerId)).size).toBe(seedUsers.length);
});

async function startShop(): Promise<{
  users: string;
  products: Pick<GrpcClient<typeof productService>, "CreateProduct" | "ListProducts">;
}> {
  const { app, calls: userCalls } = await startUsers();
  const served = await serve(createServer(app));
  const own = [productsTable, reservationsTable, ownersTable];
  const db = await openTestDatabase(...own, idempotencyTable, inboxTable, outboxTable);
  // What it reads is checked where it is used.
  const loadKeys = () =>
    readJson(`${served.url}/.well-known/jwks.json`) as ReturnType<
      Parameters<typeof createTokenVerifier>[0]
    >;
  const GetUser: Parameters<typeof askOwners>[0]["GetUser"] = async (request, options) =>
    userCalls.GetUser(request, {
      ...{ authorization: options?.authorization, signal: new AbortController().signal },
    } as Parameters<typeof userCalls.GetUser>[1]); // all of a call that GetUser looks at
  const { calls, service } = createProducts({
    ...{ db, store: createProductStore(db), outbox: createOutbox(db, "product-service") },
    verify: createTokenVerifier(loadKeys),
    askOwner: askOwners({ GetUser }),
  });
  const { log, metrics } = service;
  const server = await startGrpcServer(productService, calls, {
    ...{ address: "127.0.0.1:0", log, metrics },
  });
  const products = connectGrpc(productService, `127.0.0.1:${server.port}`, { deadlineMs: 20_000 });
  onTestFinished(async () => {
    products.close();
    await server.stop();
    await served.stop();
  });
  return { users: served.url, products };
}
