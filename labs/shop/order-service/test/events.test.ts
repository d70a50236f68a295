// What events do to orders: the verdicts of product-service, the profile of the buyer, and order-service's own after a restore.

import { describe, expect, it } from "vitest";
import { mainStreet, startOrders } from "./order-scene.ts";

const moved = (version: number, street: string) => ({
  ...{ ...mainStreet, shippingAddress: street },
  ...{ userId: "ada", name: "Ada", version },
});

describe("When the stock of an order is decided", () => {
  it("reserved makes it PROCESSING, and OrderConfirmed", async () => {
    const { place, reserved, read, lastEvent } = await startOrders();
    const { id } = await place();

    await reserved(id);

    expect(await read(id)).toMatchObject({ status: "PROCESSING", reason: "", version: 2 });
    const data = { id, userId: "ada", version: 2 };
    expect(await lastEvent()).toMatchObject({ type: "OrderConfirmed", data });
  });

  it("rejected makes it CANCELLED, and OrderRejected with what is missing", async () => {
    const { place, rejected, read, lastEvent } = await startOrders();
    const { id } = await place();

    await rejected(id);

    const reason = "insufficient stock";
    expect(await read(id)).toMatchObject({ status: "CANCELLED", reason, version: 2 });
    const shortages = [{ productId: "lamp", wanted: 2, left: 1 }];
    const data = { id, userId: "ada", reason, shortages, version: 2 };
    expect(await lastEvent()).toMatchObject({ type: "OrderRejected", data });
  });

  it("after it was cancelled, it stays cancelled: product-service releases what it has reserved", async () => {
    const { place, cancel, reserved, rejected, read, published } = await startOrders();
    const [one, two] = [await place(), await place()];
    for (const { id } of [one, two]) await cancel(id).expect(200);
    const before = await published();

    await reserved(one.id);
    await rejected(two.id);

    const reason = "cancelled by the buyer";
    for (const { id } of [one, two])
      expect(await read(id)).toMatchObject({ status: "CANCELLED", reason, version: 2 });
    expect(await published()).toEqual(before);
  });

  it("a second verdict, and one on an order that there is not, change nothing", async () => {
    const { place, reserved, rejected, read, published } = await startOrders();
    const { id } = await place();

    for (const decide of [reserved, reserved, rejected]) await decide(id);
    await reserved("unknown");

    expect(await read(id)).toMatchObject({ status: "PROCESSING", version: 2 });
    expect(await published()).toEqual(["OrderPlaced", "OrderConfirmed"]);
  });
});

describe("When the profile of a buyer changes", () => {
  it("every order that is not on its way goes there, each with an event of its own", async () => {
    const { place, reserved, ship, read, receive, events } = await startOrders();
    const [pending, processing, shipped] = [await place(), await place(), await place()];
    for (const { id } of [processing, shipped]) await reserved(id);
    await ship(shipped.id).expect(200);

    await receive("ProfileUpdated", moved(4, "2 Side St"));

    expect(await read(pending.id)).toMatchObject({ shippingAddress: "2 Side St", version: 2 });
    expect(await read(processing.id)).toMatchObject({ shippingAddress: "2 Side St", version: 3 });
    expect(await read(shipped.id)).toMatchObject({ shippingAddress: "1 Main St", version: 3 });
    const updates = (await events()).filter(({ type }) => type === "OrderUpdated");
    expect(updates.map(({ data }) => [data.id, data.changed])).toEqual([
      [pending.id, "address"],
      [processing.id, "address"],
    ]);
    expect(new Set(updates.map(({ id }) => id)).size).toBe(2);
    expect(JSON.stringify(updates)).not.toContain("Side St");
  });

  it("a version that is late, or known from the answer of user-service, changes nothing", async () => {
    const { place, read, receive, published } = await startOrders();
    const { id } = await place();

    await receive("ProfileUpdated", moved(3, "3 Old St"));
    await receive("ProfileUpdated", moved(5, "5 New St"));
    await receive("ProfileUpdated", moved(4, "4 Late St"));

    expect(await read(id)).toMatchObject({ shippingAddress: "5 New St", version: 2 });
    expect(await published()).toEqual(["OrderPlaced", "OrderUpdated"]);
  });
});

describe("When a buyer is deleted", () => {
  it("open orders are cancelled, and no order keeps the address", async () => {
    const { place, reserved, ship, read, receive, events } = await startOrders();
    const [pending, shipped] = [await place(), await place()];
    await reserved(shipped.id);
    await ship(shipped.id).expect(200);

    for (let times = 0; times < 2; times += 1)
      await receive("UserDeleted", { id: "ada", version: 4 });

    const reason = "the buyer is gone";
    const erased = { shippingAddress: "", pincode: "", city: "", country: "", phoneNumber: "" };
    expect(await read(pending.id)).toMatchObject({ ...erased, status: "CANCELLED", reason });
    expect(await read(shipped.id)).toMatchObject({ ...erased, status: "SHIPPED", reason: "" });
    const last = (await events()).slice(-2).map(({ type, data }) => [type, data.id]);
    expect(last).toEqual([
      ["OrderCancelled", pending.id],
      ["OrderUpdated", shipped.id],
    ]);
  });

  it("a profile that comes late brings nothing back", async () => {
    const { place, read, receive } = await startOrders();
    const { id } = await place();
    await receive("UserDeleted", { id: "ada", version: 4 });

    await receive("ProfileUpdated", moved(9, "9 Ghost St"));

    expect(await read(id)).toMatchObject({ shippingAddress: "" });
  });
});

// A backup is older than the log: what has happened since comes again.
describe("After a restore", () => {
  it("its own events bring an order to where it was, and publish nothing", async () => {
    const { place, reserved, read, receive, published } = await startOrders();
    const { id } = await place();
    await reserved(id);
    const before = await published();

    await receive("OrderShipped", { id, userId: "ada", version: 3 });
    await receive("OrderDelivered", { id, userId: "ada", version: 4 });

    expect(await read(id)).toMatchObject({ status: "DELIVERED", version: 4 });
    expect(await published()).toEqual(before);
  });
});
