// What worker-service calls when an event comes, and what it answers to the bus when a call fails. The services that it calls are
// stand-ins behind real gRPC ports.

import { createLogger } from "@blog/common/base/logger";
import { connectGrpc } from "@labs/common/grpc/client";
import { type Call, startGrpcServer } from "@labs/common/grpc/server";
import { type Code, failure } from "@labs/common/grpc/status";
import { mustBeInternal } from "@labs/common/internal-secret";
import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { Registry } from "prom-client";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../../../tests/kit/free-port.ts";
import { createApp } from "../src/app.ts";

const SECRET = "a secret of the shop";
const address = {
  shippingAddress: "12 St James's Square",
  ...{ pincode: "SW1Y 4LE", city: "London", country: "UK", phoneNumber: "+44 20 0000" },
};
const profile = { userId: "ada", name: "Ada King", version: 3, ...address };
const product = {
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
async function startWorker(before: () => Promise<void> | void = () => {}) {
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

describe("When a profile changes", () => {
  it("product-service gets the owner's name and address, in one line, and the cause", async () => {
    const { startProducts, receive, received } = await startWorker();
    await startProducts();

    const answer = await receive("ProfileUpdated", profile).expect(200);

    const call = {
      ...{ owner_id: "ada", owner_name: "Ada King", version: 3 },
      owner_address: "12 St James's Square, SW1Y 4LE London, UK",
    };
    expect(received.map(({ name, request: given }) => [name, given])).toEqual([
      ["UpdateProduct", call],
    ]);
    expect(received[0]?.call.cause).toEqual({ causationid: "event-1", correlationid: "event-1" });
    expect(answer.get("event-bus-effects")).toBe("a");
  });

  it("what is not known of the address leaves no gap in it", async () => {
    const { startProducts, receive, received } = await startWorker();
    await startProducts();
    const nothing = { shippingAddress: "", pincode: "", city: "", country: "", phoneNumber: "" };
    const { shippingAddress, pincode, city, country } = address;

    for (const known of [{}, { city }, { pincode, country }, { shippingAddress, country }])
      await receive("ProfileUpdated", { ...profile, ...nothing, ...known }).expect(200);

    expect(received.map(({ request: given }) => given)).toMatchObject([
      { owner_address: "" },
      { owner_address: "London" },
      { owner_address: "SW1Y 4LE, UK" },
      { owner_address: "12 St James's Square, UK" },
    ]);
  });
});

it.each(["ProductCreated", "ProductUpdated"])(
  "When a product is new or another one (%s), order-service gets its name",
  async (type) => {
    const { receive, received } = await startWorker();

    await receive(type, product, { id: "event-7" }).expect(200);

    expect(received).toMatchObject([
      {
        ...{ name: "UpdateOrder", request: { product_id: "p1", name: "Lamp", version: 2 } },
        call: { cause: { causationid: "event-7" } },
      },
    ]);
  },
);

describe("An event that comes again", () => {
  it("makes the same call, with the same cause", async () => {
    const { startProducts, receive, received } = await startWorker();
    await startProducts();

    for (let time = 0; time < 2; time += 1) await receive("ProfileUpdated", profile).expect(200);

    const [first, second] = received;
    expect(second?.request).toEqual(first?.request);
    expect(second?.call.cause).toEqual(first?.call.cause);
  });

  it("later than a newer one has its own version, by which it is known", async () => {
    const { startProducts, receive, received } = await startWorker();
    await startProducts();

    await receive("ProfileUpdated", { ...profile, version: 4 }, { id: "event-4" }).expect(200);
    await receive("ProfileUpdated", profile, { id: "event-3" }).expect(200);

    expect(received).toMatchObject([{ request: { version: 4 } }, { request: { version: 3 } }]);
  });
});

describe("While the called service is away", () => {
  it("the bus is asked to deliver again, and the call is made once it is back", async () => {
    const { startProducts, receive, received } = await startWorker();

    const refused = await receive("ProfileUpdated", profile);
    expect([refused.status, refused.get("retry-after")]).toEqual([503, "1"]);
    expect(refused.body.detail).toBe("product-service does not take this event yet: UNAVAILABLE.");
    await receive("ProductUpdated", product).expect(200);

    const server = await startProducts();
    await expect.poll(async () => (await receive("ProfileUpdated", profile)).status).toBe(200);
    await server.stop();
    await receive("ProfileUpdated", { ...profile, version: 4 }).expect(503);

    expect(received.map(({ name }) => name)).toEqual(["UpdateOrder", "UpdateProduct"]);
  });

  it.each<[Code, number]>([
    ["UNAVAILABLE", 503],
    ["DEADLINE_EXCEEDED", 503],
    ["RESOURCE_EXHAUSTED", 503],
    ["INVALID_ARGUMENT", 422],
    ["NOT_FOUND", 422],
    ["UNIMPLEMENTED", 422],
    ["INTERNAL", 500],
  ])("or answers %s, the bus is answered %i", async (code, status) => {
    const { startProducts, receive } = await startWorker(() => {
      throw failure(code, "A reason.");
    });
    await startProducts();

    const answer = await receive("ProfileUpdated", profile);

    expect(answer.status).toBe(status);
  });

  it("or has another secret, no event is at fault", async () => {
    const { startProducts, receive, received, appWith } = await startWorker();
    await startProducts();

    const to = appWith("a secret of another shop");
    await receive("ProfileUpdated", profile, { to }).expect(503);

    expect(received).toEqual([]);
  });
});

describe("Other events", () => {
  it.each(["UserRegistered", "ProductDeleted", "OrderPlaced", "Unknown"])(
    "make no call: %s",
    async (type) => {
      const { receive, received } = await startWorker();

      const answer = await receive(type, { id: "x" }).expect(200);

      expect(answer.get("event-bus-effects")).toBe("u");
      expect(received).toEqual([]);
    },
  );

  it.each([
    ["ProfileUpdated", { ...profile, version: 0 }],
    ["ProfileUpdated", { ...profile, city: undefined }],
    ["ProductUpdated", { ...product, name: null }],
  ])("that break their contract are refused: %s", async (type, data) => {
    const { receive, received } = await startWorker();

    await receive(type, data).expect(422);

    expect(received).toEqual([]);
  });
});

it("Events that come in one delivery are carried in their order", async () => {
  const { startProducts, received, appWith } = await startWorker();
  await startProducts();
  const event = (id: string, type: string, data: object) => ({
    ...{ specversion: "1.0", source: "test", id, type, data },
    ...{ time: "2026-01-01T00:00:00.000Z", datacontenttype: "application/json" },
  });

  await request(appWith(SECRET))
    .post("/events")
    .set({ "event-bus-log": "log-1", "content-type": "application/cloudevents-batch+json" })
    .send(
      JSON.stringify([
        event("1", "ProfileUpdated", profile),
        event("2", "ProductUpdated", product),
        event("3", "ProfileUpdated", { ...profile, version: 4 }),
      ]),
    )
    .expect(200);

  const causes = received.map(({ call }) => call.cause.causationid);
  expect(causes).toEqual(["1", "2", "3"]);
});
