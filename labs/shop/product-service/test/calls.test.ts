// What product-service answers over gRPC.

import { withCause } from "@blog/common/messaging/cause";
import { codeOf } from "@labs/common/grpc/status";
import { internalAuthorization } from "@labs/common/internal-secret";
import { describe, expect, it } from "vitest";
import { ada, INTERNAL_SECRET, lamp, startProducts } from "./product-scene.ts";

const authorization = internalAuthorization(INTERNAL_SECRET);
const codeIn = (call: Promise<unknown>) => call.then(() => "OK", codeOf);
const moved = { owner_id: "ada", owner_name: "Ada King", owner_address: "2 Side St", version: 4 };

describe("Over gRPC", () => {
  it("a product is created for the user of the token, and for no other", async () => {
    const { client, read } = await startProducts();

    const created = await client.CreateProduct(lamp, { authorization: ada });

    expect(created).toMatchObject({ ...lamp, ownerId: "ada", version: 1 });
    expect(await read(created.id)).toEqual(created);
    expect(await codeIn(client.CreateProduct(lamp))).toBe("UNAUTHENTICATED");
  });

  it("many are found in one call, and unknown ones are left out", async () => {
    const { client, create } = await startProducts();
    const [one, two] = [await create(), await create()];

    const found = await client.GetProducts({ ids: [two.id, "unknown", one.id] });
    const list = await client.ListProducts({ limit: 1 });

    expect(found.products).toEqual([one, two]);
    expect(list).toEqual({ products: [one], next: one.id });
    expect((await client.ListProducts({ limit: 1, after: list.next })).products).toEqual([two]);
  });
});

describe("When an owner has another name (UpdateProduct)", () => {
  it("all of their products have it, each with an event whose id derives from the cause", async () => {
    const { client, create, read, events } = await startProducts();
    const [one, two] = [await create(), await create()];

    const cause = { causationid: "profile-updated-4" };
    const { changed } = await withCause(cause, () =>
      client.UpdateProduct(moved, { authorization }),
    );

    expect(changed).toBe(2);
    for (const { id } of [one, two])
      expect(await read(id)).toMatchObject({
        ...{ ownerName: "Ada King", ownerAddress: "2 Side St", stock: 10, version: 2 },
      });
    const updates = (await events()).filter(({ type }) => type === "ProductUpdated");
    expect(updates.map(({ causationid }) => causationid)).toEqual(Array(2).fill(cause.causationid));
    expect(new Set(updates.map(({ id }) => id)).size).toBe(2);
  });

  it("the second time, or in an older version, nothing changes", async () => {
    const { client, create, published } = await startProducts();
    await create();
    await client.UpdateProduct(moved, { authorization });
    const before = await published();

    const again = await client.UpdateProduct(moved, { authorization });
    const older = { ...moved, owner_name: "Ada", version: 3 };

    expect(again.changed).toBe(0);
    expect((await client.UpdateProduct(older, { authorization })).changed).toBe(0);
    expect(await published()).toEqual(before);
  });

  it("while a product is created, the product has it as well", async () => {
    const { client, create, read } = await startProducts();
    // User-service answers version 3, which is older by then.
    await client.UpdateProduct(moved, { authorization });

    const { id } = await create();

    expect(await read(id)).toMatchObject({ ownerName: "Ada King" });
  });

  it.each([
    ["a caller without a token", undefined],
    ["a user with a token", ada],
    ["a caller with a wrong secret", internalAuthorization("a guess of a stranger")],
  ])("%s is refused", async (_who, sent) => {
    const { client, create, published } = await startProducts();
    await create();

    const call = client.UpdateProduct(moved, { authorization: sent });

    expect(await codeIn(call)).toBe("PERMISSION_DENIED");
    expect(await published()).toEqual(["ProductCreated"]);
  });
});
