// Signing in: one answer for all that is wrong, and no more than so many attempts.

import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { createPasswords } from "../src/passwords.ts";
import { createThrottle } from "../src/throttle.ts";
import { ada, bob, CHEAP, startUsers } from "./user-scene.ts";

describe.each(["/v1/auth/signin", "/v1/auth/login"])("POST %s", (path) => {
  it("answers an access token that every service can verify", async () => {
    const { send, join } = await startUsers();
    const { id } = await join(ada);

    const answer = await send("post", path, { email: "ADA@Example.com", password: ada.password });

    expect(answer.status).toBe(200);
    expect(answer.get("cache-control")).toBe("no-store");
    const { accessToken, refreshToken, expiresIn } = answer.body.message;
    expect([refreshToken.length, expiresIn]).toEqual([43, 900]);
    const keys = await send("get", "/.well-known/jwks.json").expect(200);
    const { payload, protectedHeader } = await jwtVerify(accessToken, createLocalJWKSet(keys.body));
    const { iss, aud, sub, name, iat = 0, exp, jti } = payload;
    const [kid] = keys.body.keys.map((key: { kid: string }) => key.kid);
    expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "at+jwt", kid });
    expect({ iss, aud, sub, name }).toEqual({ iss: "shop", aud: "shop", sub: id, name: "Ada" });
    expect([exp, jti]).toEqual([iat + 900, expect.any(String)]);
  });

  it("answers the same for an unknown email as for a wrong password", async () => {
    const { send, join } = await startUsers();
    await join(ada);

    const wrong = await send("post", path, { ...ada, password: bob.password });
    const unknown = await send("post", path, bob);

    expect([wrong.status, wrong.get("www-authenticate")]).toEqual([401, 'Bearer realm="shop"']);
    expect([unknown.status, unknown.get("www-authenticate")]).toEqual([401, 'Bearer realm="shop"']);
    expect(unknown.body).toEqual(wrong.body);
  });
});

it("An unknown email takes its turn among the passwords that are checked", async () => {
  const passwords = createPasswords({ cost: CHEAP, atATime: 1, maxWaiting: 0 });
  const { send } = await startUsers({ passwords });

  const answers = await Promise.all(
    [bob, bob, bob].map((user) => send("post", "/v1/auth/login", user)),
  );

  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([401, 503]));
  expect(answers.find(({ status }) => status === 503)?.get("retry-after")).toBe("2");
});

it.each([
  ["no email", { ...ada, email: undefined }, "#/email"],
  ["an empty password", { ...ada, password: "" }, "#/password"],
  ["a password of 129 characters", { ...ada, password: "x".repeat(129) }, "#/password"],
])("What cannot be right is refused by the name of its field: %s", async (_what, body, pointer) => {
  const { send } = await startUsers();

  const answer = await send("post", "/v1/auth/signin", body).expect(400);

  expect(answer.body.errors).toMatchObject([{ pointer }]);
});

describe("After ten failures", () => {
  const wrong = { ...ada, password: "wrong horse" };

  it("that email waits at that address, also with the right password; others do not", async () => {
    const { send, join, signIn } = await startUsers();
    await join(ada);
    await join(bob);

    // At once: none of them must find that there were no failures yet.
    const attempts = Array.from({ length: 12 }, () => send("post", "/v1/auth/signin", wrong));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);

    expect(statuses.toSorted()).toEqual([...Array(10).fill(401), 429, 429]);
    const refused = await send("post", "/v1/auth/login", { ...ada, email: "ADA@example.com" });
    expect(refused.status).toBe(429);
    const seconds = Number(refused.get("retry-after"));
    expect(seconds > 890 && seconds <= 900).toBe(true);
    await send("post", "/v1/auth/signin", ada).set("x-forwarded-for", "192.0.2.7").expect(200);
    await signIn(bob);
  });

  it("an email that there is not waits, too", async () => {
    const { send } = await startUsers({ throttle: createThrottle({ maxFailures: 1 }) });

    await send("post", "/v1/auth/signin", bob).expect(401);
    await send("post", "/v1/auth/signin", bob).expect(429);
  });
});
