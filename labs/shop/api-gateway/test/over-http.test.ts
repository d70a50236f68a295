// GraphQL over HTTP: methods, media types and sizes; what is counted; and what the page about the API knows.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { openApi } from "../api-docs.ts";
import { createShop } from "./shop-scene.ts";

const query = "{ products { id } }";

describe("A query", () => {
  it("may come by GET", async () => {
    const { app } = await createShop();

    const { body, headers } = await request(app).get("/graphql").query({ query }).expect(200);

    expect(body.data.products).toHaveLength(2);
    expect(headers["cache-control"]).toBe("no-store");
  });

  it("is answered as the client accepts it", async () => {
    const { ask } = await createShop();
    const accept = "application/graphql-response+json";

    const { headers } = await ask(query, { headers: { accept } });

    expect(headers["content-type"]).toContain(accept);
  });
});

describe("What is no request of GraphQL over HTTP", () => {
  it("is a mutation by GET", async () => {
    const { app, calls } = await createShop();
    const mutation = 'mutation { refreshToken(refreshToken: "r") { accessToken } }';

    const answer = await request(app).get("/graphql").query({ query: mutation }).expect(405);

    expect(answer.headers.allow).toBe("POST");
    expect(calls).toEqual([]);
  });

  it.each(["put", "patch", "delete"] as const)("is a %s", async (method) => {
    const { app } = await createShop();

    await request(app)[method]("/graphql").expect(405);
  });

  it.each([
    ["application/x-www-form-urlencoded", `query=${query}`, 415],
    ["text/plain", JSON.stringify({ query }), 415],
    ["multipart/form-data; boundary=x", "--x--", 415],
    ["application/json; charset=latin1", JSON.stringify({ query }), 415],
    ["application/json", "{", 400],
    ["application/json", "[]", 400],
    ["application/json", JSON.stringify([{ query }]), 400],
    ["application/json", "{}", 400],
    ["application/json", JSON.stringify({ query: 7 }), 400],
    ["application/json", JSON.stringify({ query, variables: [] }), 400],
    ["application/json", JSON.stringify({ query: "{" }), 400],
    ["application/json", JSON.stringify({ query, padding: "x".repeat(101 * 1024) }), 413],
    ["application/json", JSON.stringify({ query, padding: "x".repeat(2 ** 20) }), 413],
  ])("is a %s of %.30s: %i", async (type, body, status) => {
    const { app, calls } = await createShop();

    await request(app).post("/graphql").set("content-type", type).send(body).expect(status);

    expect(calls).toEqual([]);
  });

  it("has an error with a code where it is JSON", async () => {
    const { app } = await createShop();

    const { body } = await request(app).post("/graphql").send({ variables: {} }).expect(400);

    expect(body.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it.each([
    ["{ products { nothing } }", {}],
    ["query ($id: ID!) { product(id: $id) { id } }", {}],
    ["query ($first: Int) { products(first: $first) { id } }", { first: "many" }],
    ["query ($first: Int) { products(first: $first) { id } }", { first: 1.5 }],
    ["{ product(id: 1.5) { id } }", {}],
    ["subscription { products { id } }", {}],
  ])("is one that the schema does not allow: %s %j", async (wrong, variables) => {
    const { ask, calls } = await createShop();

    const { status, body } = await ask(wrong, { variables });

    expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(calls).toEqual([]);
  });
});

it("More requests than agreed are refused, and reads by GET are not", async () => {
  const { ask, app } = await createShop({ writesPerMinute: 2 });

  for (const status of [200, 200, 429]) await ask(query).expect(status);

  await request(app).get("/graphql").query({ query }).expect(200);
});

it("Requests, errors and the cache are counted", async () => {
  const { ask, app } = await createShop();
  await ask(query);
  await ask(query);
  await ask("{ nothing }");
  await ask("{ me { id } }", { token: "" });

  const { text } = await request(app).get("/metrics");

  expect(text).toContain('graphql_request_duration_seconds_count{operation="query"} 3');
  expect(text).toContain('graphql_request_duration_seconds_count{operation="refused"} 1');
  expect(text).toContain('graphql_errors_total{code="UNAUTHENTICATED"} 1');
  expect(text).toContain('cache_outcomes_total{cache="product_list",outcome="hits"} 1');
});

it("The page about the API has the route and both media types of its answers", () => {
  expect(openApi).toMatchObject({
    paths: { "/graphql": { post: { operationId: "askGraphQL" } }, "/events": {}, "/readyz": {} },
  });
});
