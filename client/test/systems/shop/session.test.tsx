// Tokens in memory: refreshed once for all calls that need it, and gone when user-service refuses.

import { describe, expect, it } from "vitest";
import { describeShopFailure } from "../../../src/systems/shop/api/failure.ts";
import { ask, run } from "../../../src/systems/shop/api/graphql.ts";
import { placeOrder } from "../../../src/systems/shop/api/orders.ts";
import { readOwn, write } from "../../../src/systems/shop/api/rest.ts";
import { session, signIn, SignedOut } from "../../../src/systems/shop/api/session.ts";
import { installFakeShop, refused } from "./fake-shop.tsx";

async function signedIn({ expiresIn = 900 } = {}) {
  const shop = installFakeShop();
  shop.expiresIn = expiresIn;
  await signIn("ada@example.com", "correct horse battery");
  return shop;
}

const refreshes = ({ requests }: ReturnType<typeof installFakeShop>) =>
  requests.filter(({ name }) => name === "POST /v1/auth/refresh").length;

describe("An access token that expires soon", () => {
  it("is refreshed before it is used, once for all calls", async () => {
    const shop = await signedIn({ expiresIn: 20 });
    shop.expiresIn = 900;

    await Promise.all([1, 2, 3].map(() => readOwn("/v1/users/me")));

    expect(refreshes(shop)).toBe(1);
    expect(new Set(shop.requests.slice(-3).map(({ authorization }) => authorization))).toEqual(
      new Set(["Bearer access-u1-2"]),
    );
    expect(session.get()?.tokens.refreshToken).toBe("r-u1-2");
  });

  it("is kept where it is not near its end", async () => {
    const shop = await signedIn();

    await readOwn("/v1/users/me");

    expect(refreshes(shop)).toBe(0);
  });
});

describe("An access token that is refused", () => {
  it("is refreshed, and the call is sent once more", async () => {
    const shop = await signedIn();
    const me = shop.users[0];
    shop.instead.set("GET /v1/users/me", refused(401, "expired"));
    const reading = readOwn("/v1/users/me").catch((error: unknown) => error);
    await reading;
    expect(refreshes(shop)).toBe(1);

    shop.instead.clear();
    expect(await readOwn("/v1/users/me")).toEqual(me);
  });

  it("is refreshed for GraphQL, which answers it in an error", async () => {
    const shop = await signedIn();
    const errors = [{ message: "no token", extensions: { code: "UNAUTHENTICATED" } }];
    shop.instead.set("GET /graphql", { body: { data: { me: null }, errors } });

    await expect(ask({ query: "{ me { id } }" })).rejects.toThrow("no token");

    expect(refreshes(shop)).toBe(1);
  });

  it("ends the session when the refresh is refused, too, and only then", async () => {
    const shop = await signedIn({ expiresIn: 20 });
    shop.instead.set("POST /v1/auth/refresh", refused(503, "user-service is away"));
    await expect(readOwn("/v1/users/me")).rejects.toThrow("status 503");
    expect(session.get()?.user.name).toBe("Ada");

    shop.instead.set("POST /v1/auth/refresh", refused(401, "used already"));
    await expect(readOwn("/v1/users/me")).rejects.toThrow(SignedOut);
    expect(session.get()).toBeUndefined();
    await expect(readOwn("/v1/users/me")).rejects.toThrow("Please sign in first.");
  });
});

describe("What is sent", () => {
  it("carries the idempotency key and the version that it is about", async () => {
    const shop = await signedIn();

    await placeOrder([{ productId: "p1", quantity: 1 }], "a-key");
    await write({ method: "PATCH", path: "/v1/users/u1", body: {}, ifMatch: 3 });

    expect(shop.requests.find(({ name }) => name === "POST /v1/orders")).toMatchObject({
      ...{ key: '"a-key"', authorization: "Bearer access-u1-1" },
    });
  });
});

describe("A failure in words", () => {
  const failureOf = (sent: Promise<unknown>) => sent.then(() => undefined, describeShopFailure);

  it("names each field of problem+json, once", async () => {
    const shop = await signedIn();
    const errors = [
      { pointer: "#/email", detail: "must be an email address" },
      { pointer: "#/email", detail: "is too long" },
      { pointer: "#/password", detail: "is too short" },
    ];
    shop.instead.set("POST /v1/auth/signin", { status: 400, body: { detail: "wrong", errors } });

    const failure = await failureOf(signIn("x", "y"));

    expect([...(failure?.fields ?? [])].toSorted()).toEqual([
      ["email", "Must be an email address."],
      ["password", "Is too short."],
    ]);
  });

  it("names the fields of a GraphQL error in the same way", async () => {
    const shop = await signedIn();
    const extensions = {
      code: "BAD_USER_INPUT",
      errors: [{ pointer: "#/first", detail: "is too many" }],
    };
    shop.instead.set("GET /graphql", {
      status: 400,
      body: { errors: [{ message: "first: is too many", extensions }] },
    });

    const failure = await failureOf(ask({ query: "{ products { id } }" }));

    expect(failure?.message).toBe("First: is too many.");
    expect(failure?.fields).toEqual(new Map([["first", "Is too many."]]));
  });

  it("is an answer like any other for the console", async () => {
    const shop = await signedIn();
    const body = { errors: [{ message: "Syntax Error" }] };
    shop.instead.set("POST /graphql", { status: 400, body });

    expect(await run({ query: "{" })).toEqual(body);
  });
});
