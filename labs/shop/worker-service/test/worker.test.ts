// What worker-service calls when an event comes.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { address, product, profile, SECRET, startWorker } from "./worker-scene.ts";

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
