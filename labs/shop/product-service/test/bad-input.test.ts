// What bad input gets, over REST and over gRPC: the field is named, and nothing has happened.

import { codeOf } from "@labs/common/grpc/status";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createTestIssuer } from "../../../common/test/test-tokens.ts";
import { ada, lamp, startProducts } from "./product-scene.ts";

const BAD: [string, object, string][] = [
  ["no name", { name: undefined }, "name"],
  ["an empty name", { name: " " }, "name"],
  ["a name of 201 characters", { name: "x".repeat(201) }, "name"],
  ["a name that is a number", { name: 7 }, "name"],
  ["a description of 2001 characters", { description: "x".repeat(2001) }, "description"],
  ["a price of -1", { price: -1 }, "price"],
  ["a price of 1.999", { price: 1.999 }, "price"],
  ["a price of 1e9", { price: 1e9 }, "price"],
  ['a price of "3"', { price: "3" }, "price"],
  ["a stock of -1", { stock: -1 }, "stock"],
  ["a stock of 1.5", { stock: 1.5 }, "stock"],
  ["a stock of 1000001", { stock: 1_000_001 }, "stock"],
];
// Protobuf has a type for each field, and a field that is absent is empty.
const TYPED = BAD.filter(([what]) => !/is a number|"3"|1\.5/.test(what));

describe("A product with", () => {
  it.each(BAD)("%s is 400, over REST, and the answer names it", async (_what, wrong, field) => {
    const { app, published } = await startProducts();

    const { status, body } = await request(app)
      .post("/v1/products")
      .set("authorization", ada)
      .send({ ...lamp, ...wrong });

    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([`#/${field}`]);
    expect(await published()).toEqual([]);
  });

  it.each(TYPED)("%s is INVALID_ARGUMENT, over gRPC", async (_what, wrong, field) => {
    const { client, published } = await startProducts();

    const error = await client
      .CreateProduct({ ...lamp, ...wrong }, { authorization: ada })
      .catch((thrown: Error) => thrown);

    expect(codeOf(error)).toBe("INVALID_ARGUMENT");
    expect(String(error)).toContain(`${field}: `);
    expect(await published()).toEqual([]);
  });
});

describe("A request", () => {
  it.each([
    ["no JSON", { type: "application/json", body: "{", status: 400 }],
    ["a form", { type: "application/x-www-form-urlencoded", body: "name=Lamp", status: 415 }],
    ["129 kB", { type: "application/json", body: `"${"x".repeat(132_000)}"`, status: 413 }],
  ])("with %s is refused", async (_what, { type, body, status }) => {
    const { app } = await startProducts();

    const sent = request(app)
      .post("/v1/products")
      .set({ authorization: ada, "content-type": type });

    await sent.send(body).expect(status);
  });

  it("for a page that there is not is 400", async () => {
    const { app } = await startProducts();

    for (const query of ["limit=0", "limit=1001", "limit=x"])
      await request(app).get(`/v1/products?${query}`).expect(400);
  });

  it("with a token of another issuer, or one that is expired, is 401", async () => {
    const { app } = await startProducts();
    const caller = { id: "ada", name: "Ada" };
    const mine = await createTestIssuer();
    const forged = await mine.authorizationOf(caller);

    for (const authorization of ["Bearer x", "Basic x", forged]) {
      const sent = request(app).post("/v1/products").set({ authorization });
      const { headers } = await sent.send(lamp).expect(401);
      expect(headers["www-authenticate"]).toBe('Bearer realm="shop"');
    }
  });
});
