// Product-service and order-service as they run, in the test's own process: over HTTP and gRPC, with the real event bus between
// them. User-service is the test's: it knows every user by the same address, and issues their tokens.

import { createServer } from "node:http";
import { openDatabaseOf } from "@blog/common/database/open-database";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { idempotencyTable } from "@blog/common/http/idempotency";
import type { Service } from "@blog/common/http/service";
import { type CheckpointedInbox, inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { connectEventBus, startConsuming } from "@blog/common/wire/connect-event-bus";
import { createTokenVerifier } from "@labs/common/bearer";
import { connectGrpc } from "@labs/common/grpc/client";
import { startGrpcServer } from "@labs/common/grpc/server";
import { readJson } from "@labs/common/read-json";
import { productService } from "@shop/contracts/product";
import { userService } from "@shop/contracts/user";
import { createLogger } from "@blog/common/base/logger";
import { Registry } from "prom-client";
import { createApp as createBusApp } from "../../../event-bus/src/app.ts";
import { openBus } from "../../../event-bus/src/bus.ts";
import { createHttpTransport } from "../../../event-bus/src/delivery/transport.ts";
import { createTestIssuer } from "../../../labs/common/test/test-tokens.ts";
import { addressesTable, askAddresses } from "../../../labs/shop/order-service/src/address.ts";
import { createApp as createOrders } from "../../../labs/shop/order-service/src/app.ts";
import {
  createOrderStore,
  ordersTables,
} from "../../../labs/shop/order-service/src/order-store.ts";
import { askPrices } from "../../../labs/shop/order-service/src/prices.ts";
import { createApp as createProducts } from "../../../labs/shop/product-service/src/app.ts";
import { askOwners, ownersTable } from "../../../labs/shop/product-service/src/owners.ts";
import {
  createProductStore,
  productsTable,
} from "../../../labs/shop/product-service/src/product-store.ts";
import { reservationsTable } from "../../../labs/shop/product-service/src/reservation-store.ts";
import { serve } from "../../kit/serve.ts";

export interface RunningSaga {
  /** Where each of them listens. */
  products: string;
  orders: string;
  bus: string;
  /** `Bearer <token>` of a user of this name. */
  authorizationOf(user: string): Promise<string>;
  stop(): Promise<void>;
}

const LOCAL = "127.0.0.1:0";
/** A busy machine is no failure. */
const LONG_MS = 20_000;
const COMMON = [idempotencyTable, inboxTable, outboxTable];

/** `url` is that of the databases: by default each service has one in memory. */
export async function startRunningSaga(url = "sqlite::memory:"): Promise<RunningSaga> {
  const stops: (() => Promise<unknown> | void)[] = [];
  const issuer = await createTestIssuer();
  const log = createLogger("test");
  const server = async (given: Parameters<typeof createServer>[1]) => {
    const served = await serve(createServer(given ?? (() => {})));
    stops.push(served.stop);
    return served.url;
  };

  const keysUrl = await server((_req, res) => void res.end(JSON.stringify(issuer.keys)));
  // What it reads is checked where it is used.
  const loadKeys = () =>
    readJson(keysUrl, LONG_MS) as ReturnType<Parameters<typeof createTokenVerifier>[0]>;
  const verify = createTokenVerifier(loadKeys);
  const users = await startGrpcServer(
    userService,
    {
      GetUser: async ({ user_id: id }) => ({
        ...{ id, name: id, email: "", bio: "", shippingAddress: "1 Main St", pincode: "" },
        ...{ city: "", country: "", phoneNumber: "", createdAt: "", version: 1 },
      }),
      GetUsers: async () => ({ users: [] }),
      ValidateUserToken: async () => ({ id: "", name: "" }),
    },
    { address: LOCAL, log, metrics: new Registry() },
  );
  const askedUsers = connectGrpc(userService, `127.0.0.1:${users.port}`);

  const bus = openBus({
    ...{ file: ":memory:", open: openSqlite, subscribers: [] },
    createTransport: (to) => createHttpTransport(to, { timeoutMs: LONG_MS }),
  });
  const busUrl = await server(createBusApp({ bus }).app);

  async function run(service: Service<CheckpointedInbox>, outbox: Outbox): Promise<string> {
    const { name, inbox, log: own } = service;
    const connection = await connectEventBus(busUrl, { name });
    const relay = startRelay({ outbox, bus: connection, inbox, log: own });
    const consumer = await startConsuming(connection, service);
    const serviceUrl = await server(service.app);
    bus.addSubscriber({ name, url: `${serviceUrl}/events`, start: "beginning" });
    stops.unshift(relay.stop, consumer.stop, connection.close);
    return serviceUrl;
  }

  const productTables = [productsTable, reservationsTable, ownersTable, ...COMMON];
  const productsDb = await openDatabaseOf("product-service", url, productTables);
  const productsOutbox = createOutbox(productsDb, "product-service");
  const { calls, service: productsApp } = createProducts({
    ...{ db: productsDb, store: createProductStore(productsDb), outbox: productsOutbox },
    ...{ verify, askOwner: askOwners(askedUsers, LONG_MS) },
  });
  const productsGrpc = await startGrpcServer(productService, calls, {
    ...{ address: LOCAL, log, metrics: new Registry() },
  });
  const askedProducts = connectGrpc(productService, `127.0.0.1:${productsGrpc.port}`);

  const orderTables = [ordersTables, addressesTable, ...COMMON];
  const ordersDb = await openDatabaseOf("order-service", url, orderTables);
  const ordersOutbox = createOutbox(ordersDb, "order-service");
  const { service: ordersApp } = createOrders({
    ...{ db: ordersDb, store: createOrderStore(ordersDb), outbox: ordersOutbox, verify },
    askAddress: askAddresses(askedUsers, "both", LONG_MS),
    prices: askPrices(askedProducts, LONG_MS),
  });

  return {
    products: await run(productsApp, productsOutbox),
    orders: await run(ordersApp, ordersOutbox),
    bus: busUrl,
    authorizationOf: (user) => issuer.authorizationOf({ id: user, name: user }),
    async stop() {
      await bus.close();
      for (const stop of stops) await stop();
      for (const client of [askedUsers, askedProducts]) client.close();
      await Promise.all([users.stop(), productsGrpc.stop()]);
      await Promise.all([productsDb.close(), ordersDb.close()]);
    },
  };
}
