// Who may ask for what, and how the gateway finds out who asks: by asking user-service, or by itself.

import { createTokenVerifier } from "@labs/common/bearer";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestIssuer } from "../../../common/test/test-tokens.ts";
import { createShop } from "./shop-scene.ts";
import { ada } from "./shop-goods.ts";

const product = '{ name: "Mug", price: 1, description: "x", stock: 1 }';
const order = '{ userId: "ada", items: [{ productId: "mug", quantity: 1 }] }';

const PROTECTED = [
  ...["{ users { id } }", '{ user(id: "bob") { id } }', "{ me { id } }"],
  ...["{ orders { id } }", '{ order(id: "1") { id } }'],
  `mutation { placeOrder(input: ${order}) { id } }`,
  `mutation { createProduct(input: ${product}) { id } }`,
  'mutation { updateProduct(id: "mug", input: { stock: 1 }) { id } }',
  'mutation { deleteProduct(id: "mug") { id } }',
  'mutation { updateProfile(input: { city: "Rome" }) { id } }',
  'mutation { cancelOrder(id: "1") { id } }',
];
const PUBLIC = [
  ...["{ products { id owner { id name email } } }", '{ product(id: "mug") { id } }'],
  'mutation { registerUser(input: { name: "Eve", email: "e@example.com", password: "12345678" }) { id } }',
  'mutation { loginUser(input: { email: "e@example.com", password: "12345678" }) { accessToken } }',
  'mutation { refreshToken(refreshToken: "r") { accessToken } }',
];

describe("Without a token", () => {
  it.each(PROTECTED)("is refused, and no service is asked: %s", async (query) => {
    const { ask, calls } = await createShop();

    const { body } = await ask(query, { token: "" });

    expect(body.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(calls).toEqual([]);
  });

  it.each(PUBLIC)("is answered, and no token is asked about: %s", async (query) => {
    const { ask, calls } = await createShop();

    const { body } = await ask(query, { token: "" });

    expect(body.errors).toBeUndefined();
    expect(calls).not.toContain("ValidateUserToken");
  });

  it("a product can be created where product-service takes it so", async () => {
    const { ask } = await createShop({ openProducts: true });

    const { body } = await ask(PROTECTED[6]!, { token: "" });

    expect(body.data).toEqual({ createProduct: { id: "new" } });
  });
});

describe("With a token that is none", () => {
  it.each(PROTECTED)("is refused, and only user-service is asked: %s", async (query) => {
    const { ask, calls } = await createShop();

    const { body } = await ask(query, { token: "token-of-eve" });

    expect(body.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(calls).toEqual(["ValidateUserToken"]);
  });

  it("what needs none is answered", async () => {
    const { ask } = await createShop();

    const { body } = await ask("{ products { id owner { name } } }", { token: "token-of-eve" });

    expect(body.errors).toBeUndefined();
  });
});

describe("A caller", () => {
  it("is asked about once in a request, however many fields need to know", async () => {
    const { ask, calls } = await createShop();

    await ask('{ me { id orders { id } } users { id } orders { id } order(id: "1") { id } }');

    expect(calls.filter((name) => name === "ValidateUserToken")).toHaveLength(1);
  });

  it("gets no orders of another user", async () => {
    const { ask } = await createShop();

    const { body } = await ask('{ user(id: "bob") { name orders { id } } }');

    expect(body.data).toEqual({ user: { name: "Bob", orders: null } });
    expect(body.errors).toMatchObject([
      { path: ["user", "orders"], extensions: { code: "FORBIDDEN" } },
    ]);
  });

  it("cannot order for another user", async () => {
    const { ask } = await createShop();

    const { body } = await ask(
      `mutation { placeOrder(input: ${order.replace("ada", "bob")}) { id } }`,
    );

    expect(body.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("finds nothing of another user in a list from the cache", async () => {
    const { ask } = await createShop();
    const before = await ask("{ users { email } }");

    const { body } = await ask("{ users { email } }", { token: "token-of-bob" });

    expect(body.data).toEqual(before.body.data);
    expect(JSON.stringify(body)).not.toContain("ada@example.com");
  });

  it("is passed on with its token, and an order's key in the cache is its own", async () => {
    const asked: (string | undefined)[] = [];
    const { ask } = await createShop({
      called: (name, _given, call) => void (name === "GetOrders" && asked.push(call.authorization)),
    });

    await ask("{ orders { id } }");
    await ask("{ orders { id } }", { token: "token-of-bob" });

    expect(asked).toEqual(["Bearer token-of-ada", "Bearer token-of-bob"]);
  });
});

describe("Where tokens are verified here (AUTH=local)", () => {
  let issuer: Awaited<ReturnType<typeof createTestIssuer>>;
  let stranger: typeof issuer;
  beforeAll(async () => {
    [issuer, stranger] = await Promise.all([createTestIssuer(), createTestIssuer()]);
  });
  const verify = () => createTokenVerifier(async () => issuer.keys);
  const ask = async (authorization: string) => {
    const shop = await createShop({ verify });
    const { body } = await shop.ask("{ orders { id } }", { token: "", headers: { authorization } });
    return { body, calls: shop.calls };
  };

  it("a good one is, and user-service is not asked", async () => {
    const { body, calls } = await ask(await issuer.authorizationOf(ada));

    expect(body.data.orders).toHaveLength(2);
    expect(calls).toEqual(["GetOrders"]);
  });

  const unsigned = (header: object) =>
    `Bearer ${[header, { sub: "ada", name: "Ada", iss: "shop", aud: "shop", exp: 9e9 }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".")}.`;

  it.each<[what: string, token: () => Promise<string> | string]>([
    ["expired", () => issuer.authorizationOf(ada, { claims: { exp: 1 } })],
    ["of another issuer", () => issuer.authorizationOf(ada, { claims: { iss: "other" } })],
    ["for another audience", () => issuer.authorizationOf(ada, { claims: { aud: "other" } })],
    ["of another type", () => issuer.authorizationOf(ada, { type: "JWT" })],
    ["forged", () => stranger.authorizationOf(ada)],
    ["unsigned", () => unsigned({ alg: "none", typ: "at+jwt" })],
    ["signed with a secret", () => `${unsigned({ alg: "HS256", typ: "at+jwt", kid: "test" })}AAAA`],
    ["no token at all", () => "Bearer x"],
  ])("one that is %s is refused, and no service is asked", async (_what, token) => {
    const { body, calls } = await ask(await token());

    expect(body.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(calls).toEqual([]);
  });
});
