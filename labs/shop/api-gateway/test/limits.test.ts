// Requests that ask for too much: each is refused as a whole, in no time, and no resolver has run.

import { getIntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { createShop } from "./shop-scene.ts";

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(" ");
/** Each fragment uses the next one twice: the last one is used 2^count times. */
const doubling = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `fragment F${index} on User { ...F${index + 1} ...F${index + 1} }`,
  ).join(" ");

const BOMBS: [what: string, query: string, code: string][] = [
  [
    "depth",
    `{ me ${"{ orders(first: 1) { user ".repeat(4)} { id } ${"} } ".repeat(4)} }`,
    "TOO_COSTLY",
  ],
  [
    "depth of 490",
    `{ me ${"{ orders { user ".repeat(245)} { id } ${"} } ".repeat(245)} }`,
    "TOO_COSTLY",
  ],
  [
    "depth in a fragment",
    `{ me { ...F } } fragment F on User ${"{ orders(first: 1) { user ".repeat(4)} { id } ${"} } ".repeat(4)}`,
    "TOO_COSTLY",
  ],
  ["aliases of a list", `{ ${aliases(60, "products { id }")} }`, "TOO_COSTLY"],
  [
    "aliases of a write",
    `mutation { ${aliases(11, 'loginUser(input: { email: "a", password: "b" }) { accessToken }')} }`,
    "TOO_COSTLY",
  ],
  ["a list in a list", "{ users(first: 100) { orders(first: 100) { id } } }", "TOO_COSTLY"],
  ["a list in a list by default", "{ users { orders { id } } }", "TOO_COSTLY"],
  [
    "a list that is long by the default of a variable",
    "query ($first: Int = 100) { products(first: $first) { id a: id b: id c: id d: id e: id f: id g: id h: id i: id j: id } }",
    "TOO_COSTLY",
  ],
  ["a list of a million", "{ products(first: 1000000) { id } }", "TOO_COSTLY"],
  [
    "fragments in a circle",
    "{ me { ...A } } fragment A on User { ...B } fragment B on User { ...A }",
    "BAD_USER_INPUT",
  ],
  [
    "a fragment in itself",
    "{ me { ...A } } fragment A on User { orders { user { ...A } } }",
    "BAD_USER_INPUT",
  ],
  [
    "fragments that double",
    `{ me { ...F0 } } ${doubling(60)} fragment F60 on User { id }`,
    "TOO_COSTLY",
  ],
  ["10,000 tokens", `{ ${"id ".repeat(10_000)} }`, "TOO_COSTLY"],
  ["10,000 tokens of a value", `{ product(id: ${"[".repeat(10_000)}) { id } }`, "TOO_COSTLY"],
  ["two operations", "query A { products { id } } query B { products { id } }", "BAD_USER_INPUT"],
  ["no operation", "fragment A on User { id }", "BAD_USER_INPUT"],
  ["fields that are compared with each other", `{ me { ${"id ".repeat(990)} } }`, "TOO_COSTLY"],
  ["fields that do not exist", `{ ${aliases(300, "x")} }`, "BAD_USER_INPUT"],
  [
    "the schema in the schema",
    `{ __schema { types { ${"fields { type { ".repeat(20)} name ${"} } ".repeat(20)} } } }`,
    "BAD_USER_INPUT",
  ],
];

describe("A bomb", () => {
  it.each(BOMBS)(
    "of %s is a 400 within 50 ms, and no service was asked",
    async (_what, query, code) => {
      const { ask, calls } = await createShop();
      const times: number[] = [];

      // Of this process, whatever else the machine does; and the best of many, for it compiles itself at first.
      for (let attempt = 0; attempt < 50 && Math.min(...times, 50) >= 50; attempt += 1) {
        const start = process.cpuUsage();
        const { status, body } = await ask(query);
        const { user, system } = process.cpuUsage(start);
        times.push((user + system) / 1000);

        expect([status, body.errors[0].extensions.code]).toEqual([400, code]);
        expect(body).not.toHaveProperty("data");
      }

      expect(Math.min(...times)).toBeLessThan(50);
      expect(calls).toEqual([]);
    },
  );

  it("in the variables is one as well", async () => {
    const { ask, calls } = await createShop();
    const query = "query ($first: Int) { products(first: $first) { id name price stock } }";

    const { status, body } = await ask(query, { variables: { first: 1_000_000 } });

    expect([status, body.errors[0].extensions.code]).toEqual([400, "TOO_COSTLY"]);
    expect(calls).toEqual([]);
  });
});

describe("What is as large as may be", () => {
  it.each([
    [
      "cost",
      "{ products(first: 100) { id name price stock description a: id b: id c: id d: name } }",
    ],
    [
      "depth",
      "{ orders(first: 1) { user { orders(first: 1) { user { orders(first: 1) { user { orders(first: 1) { id } } } } } } } }",
    ],
    ["tokens", `{ ${aliases(249, "__typename")} }`],
    ["writes", `mutation { ${aliases(9, 'refreshToken(refreshToken: "r") { accessToken }')} }`],
    [
      "each order with its items, their products and the buyer",
      "{ orders { id total status items { quantity price product { name } } user { name } } }",
    ],
  ])("is answered: %s", async (_what, query) => {
    const { ask } = await createShop();

    const { status, body } = await ask(query);

    expect([status, body.errors]).toEqual([200, undefined]);
  });

  it("is answered: what tools ask about the schema", async () => {
    const { ask } = await createShop();

    const { status, body } = await ask(getIntrospectionQuery());

    expect([status, body.errors]).toEqual([200, undefined]);
    expect(body.data).toMatchObject({ __schema: { queryType: { name: "Query" } } });
  });
});

describe("With INTROSPECTION=0", () => {
  it("the schema is neither listed nor suggested", async () => {
    const { ask } = await createShop({ introspection: false });

    const listed = await ask("{ __schema { types { name } } }");
    const { body } = await ask("{ product { id } prodcts { id } }");

    expect([listed.status, listed.body.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(JSON.stringify(body)).toContain("prodcts");
    expect(JSON.stringify(body)).not.toMatch(/Did you mean|products/);
  });
});
