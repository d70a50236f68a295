// Worker-service of one test. The services that it calls are stand-ins behind real gRPC ports.

import { createLogger } from "@blog/common/base/logger";
import { connectGrpc } from "@labs/common/grpc/client";
import { type Call, startGrpcServer } from "@labs/common/grpc/server";
import { mustBeInternal } from "@labs/common/internal-secret";
import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { Registry } from "prom-client";
import request from "supertest";
import { onTestFinished } from "vitest";
import { freePort } from "../../../../tests/kit/free-port.ts";
import { createApp } from "../src/app.ts";

export const SECRET = "a secret of the shop";
export const address = {
  shippingAddress: "12 St James's Square",
  ...{ pincode: "SW1Y 4LE", city: "London", country: "UK", phoneNumber: "+44 20 0000" },
};
export const profile = { userId: "ada", name: "Ada King", version: 3, ...address };
export const product = {
  ...{ id: "p1", name: "Lamp", description: "Bright", priceCents: 2999, stock: 3 },
  ...{ ownerId: "ada", ownerName: "Ada", ownerAddress: "", version: 2 },
  createdAt: "2026-01-01T00:00:00.000Z",
};

interface Received {
  name: string;
  request: object;
  call: Call;
}

/** `before` runs in each called method, and may throw. */
export async function startWorker(before: () => Promise<void> | void = () => {}) {
  const received: Received[] = [];
  const productsAt = `localhost:${await freePort()}`;
  const options = { address: productsAt, log: createLogger("stand-in"), graceMs: 0 };
  const take = (name: string) => async (given: object, call: Call) => {
    mustBeInternal(call.authorization, SECRET);
    await before();
    received.push({ name, request: given, call });
    return { changed: 1 };
  };
  const unused = () => Promise.reject(new Error("Not called here."));

  const startProducts = async () => {
    const server = await startGrpcServer(
      productService,
      {
        ...{ GetProducts: unused, ListProducts: unused, CreateProduct: unused },
        UpdateProduct: take("UpdateProduct"),
      },
      { ...options, metrics: new Registry() },
    );
    onTestFinished(server.stop);
    return server;
  };
  const orderServer = await startGrpcServer(
    orderService,
    { PlaceOrder: unused, GetOrders: unused, UpdateOrder: take("UpdateOrder") },
    { ...options, address: "localhost:0", metrics: new Registry() },
  );

  const products = connectGrpc(productService, productsAt, { retries: 0, deadlineMs: 5000 });
  const orders = connectGrpc(orderService, `localhost:${orderServer.port}`, { deadlineMs: 5000 });
  onTestFinished(async () => {
    products.close();
    orders.close();
    await orderServer.stop();
  });

  const appWith = (internalSecret: string) => createApp({ products, orders, internalSecret }).app;
  const app = appWith(SECRET);
  const receive = (type: string, data: object, { id = "event-1", to = app } = {}) =>
    request(to)
      .post("/events")
      .set({ "event-bus-log": "log-1", "ce-id": id, "event-bus-position": "1" })
      .send({ type, data });
  return { startProducts, receive, received, appWith };
}
