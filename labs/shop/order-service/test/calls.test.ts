// What order-service answers over gRPC.

import { withCause } from "@blog/common/messaging/cause";
import { codeOf } from "@labs/common/grpc/status";
import { internalAuthorization } from "@labs/common/internal-secret";
import { describe, expect, it } from "vitest";
import { ada, bob, INTERNAL_SECRET, startOrders } from "./order-scene.ts";

const items = [{ productId: "lamp", quantity: 2 }];
const authorization = internalAuthorization(INTERNAL_SECRET);
const renamed = { product_id: "lamp", name: "Torch", version: 2 };
const codeIn = (call: Promise<unknown>) => call.then(() => "OK", codeOf);

describe("Over gRPC", () => {
  it("an order is placed for the user of the token, and is the same as over REST", async () => {
    const { client, read } = await startOrders();

    const placed = await client.PlaceOrder({ items }, { authorization: ada, idempotencyKey: "k" });
    const again = await client.PlaceOrder({ items }, { authorization: ada, idempotencyKey: "k" });

    expect(placed).toMatchObject({ userId: "ada", total: 59.98, status: "PENDING" });
    expect(await read(placed.id)).toEqual(placed);
    expect(again).toEqual(placed);
  });

  it.each([
    ["without a token", {}, undefined, "UNAUTHENTICATED"],
    ["for another user", { userId: "bob" }, ada, "PERMISSION_DENIED"],
    ["of what there is not", { items: [{ productId: "x", quantity: 1 }] }, ada, "INVALID_ARGUMENT"],
  ])("%s it is refused", async (_what, changes, token, code) => {
    const { client } = await startOrders();

    const call = client.PlaceOrder({ items, ...changes }, { authorization: token });

    expect(await codeIn(call)).toBe(code);
  });

  it("one's own are found by their ids, or all, newest first", async () => {
    const { client, place } = await startOrders();
    const [one, two] = [await place(), await place()];
    const ask = (request: object, token = ada) =>
      client.GetOrders({ ids: [], ...request }, { authorization: token });

    expect(await ask({ ids: [one.id, "unknown"] })).toEqual({ orders: [one], next: "" });
    expect(await ask({ ids: [one.id] }, bob)).toEqual({ orders: [], next: "" });
    expect(await ask({})).toEqual({ orders: [two, one], next: "" });
    expect(await ask({ limit: 1 })).toEqual({ orders: [two], next: two.id });
    expect(await ask({ limit: 1, after: two.id })).toEqual({ orders: [one], next: "" });
  });
});

describe("When a product has another name (UpdateOrder)", () => {
  it("open orders have it, each with an event whose id derives from the cause; shipped ones do not", async () => {
    const { client, place, reserved, ship, read, events } = await startOrders();
    const [one, two] = [await place(), await place()];
    const [other, shipped] = [await place("desk"), await place()];
    await reserved(shipped.id);
    await ship(shipped.id).expect(200);

    const cause = { causationid: "product-updated-2" };
    const { changed } = await withCause(cause, () =>
      client.UpdateOrder(renamed, { authorization }),
    );

    expect(changed).toBe(2);
    for (const { id } of [one, two])
      expect(await read(id)).toMatchObject({ items: [{ name: "Torch" }], version: 2 });
    expect(await read(other.id)).toMatchObject({ items: [{ name: "Desk" }], version: 1 });
    expect(await read(shipped.id)).toMatchObject({ items: [{ name: "Lamp" }] });
    const updates = (await events()).filter(({ type }) => type === "OrderUpdated");
    expect(updates.map(({ causationid }) => causationid)).toEqual(Array(2).fill(cause.causationid));
    expect(updates.map(({ data }) => data.changed)).toEqual(["product", "product"]);
    expect(new Set(updates.map(({ id }) => id)).size).toBe(2);
  });

  it("the second time, or in an older version, nothing changes", async () => {
    const { client, place, read, published } = await startOrders();
    const { id } = await place();
    const update = (changes: object) =>
      client.UpdateOrder({ ...renamed, ...changes }, { authorization });
    await update({ version: 5 });

    expect(await update({ version: 5 })).toEqual({ changed: 0 });
    expect(await update({ name: "Lantern", version: 4 })).toEqual({ changed: 0 });

    expect(await read(id)).toMatchObject({ items: [{ name: "Torch" }], version: 2 });
    expect(await published()).toEqual(["OrderPlaced", "OrderUpdated"]);
  });

  it.each([
    ["a caller without a token", undefined],
    ["a user with a token", ada],
    ["a caller with a wrong secret", internalAuthorization("a guess of a stranger")],
  ])("%s is refused", async (_who, sent) => {
    const { client, place, published } = await startOrders();
    await place();

    const call = client.UpdateOrder(renamed, { authorization: sent });

    expect(await codeIn(call)).toBe("PERMISSION_DENIED");
    expect(await published()).toEqual(["OrderPlaced"]);
  });
});
