// Which access tokens are good. Each forgery here is one that a verifier in the wild has believed.

import { type JSONWebKeySet, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { createTokenVerifier, TOKENS } from "../src/bearer.ts";
import { createTestIssuer } from "./test-tokens.ts";

const ada = { id: "ada", name: "Ada" };
const issuer = await createTestIssuer();

describe("An access token", () => {
  const verify = createTokenVerifier(async () => issuer.keys);

  it("names its user", async () => {
    expect(await verify(await issuer.authorizationOf(ada))).toEqual(ada);
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  it.each<[string, () => Promise<string | undefined>]>([
    ["there is none", async () => undefined],
    ["it is no token", async () => "Bearer abc"],
    ["it is a password", async () => "Basic YWRhOnNlY3JldA=="],
    ["it has expired", () => issuer.authorizationOf(ada, { claims: { exp: past } })],
    ["it never expires", () => issuer.authorizationOf(ada, { claims: { exp: undefined } })],
    ["another has issued it", () => issuer.authorizationOf(ada, { claims: { iss: "other" } })],
    ["it is meant for another", () => issuer.authorizationOf(ada, { claims: { aud: "other" } })],
    ["it names no user", () => issuer.authorizationOf(ada, { claims: { sub: undefined } })],
    ["it is a token of another kind", () => issuer.authorizationOf(ada, { type: "JWT" })],
    ["its signature is another's", async () => (await createTestIssuer()).authorizationOf(ada)],
    ["it has none of the signatures", async () => `Bearer ${unsigned()}`],
    ["the public key is its secret", async () => `Bearer ${await signedWithPublicKey()}`],
    ["it was changed", async () => changed(await issuer.authorizationOf(ada))],
  ])("is refused when %s", async (_why, authorization) => {
    await expect(verify(await authorization())).rejects.toMatchObject({
      status: 401,
      headers: { "www-authenticate": 'Bearer realm="shop"' },
    });
  });

  function claims() {
    const exp = Math.floor(Date.now() / 1000) + 900;
    return { iss: TOKENS.issuer, aud: TOKENS.audience, sub: "ada", name: "Ada", exp };
  }

  function unsigned(): string {
    return new UnsecuredJWT(claims()).encode();
  }

  function signedWithPublicKey(): Promise<string> {
    const secret = Buffer.from(issuer.keys.keys[0]?.x ?? "", "base64url");
    const header = { alg: "HS256", typ: TOKENS.type, kid: "test" };
    return new SignJWT(claims()).setProtectedHeader(header).sign(secret);
  }

  function changed(authorization: string): string {
    const [header, payload = "", signature] = authorization.split(".");
    const other = Buffer.from(payload, "base64url").toString().replace("Ada", "Bob");
    return [header, Buffer.from(other).toString("base64url"), signature].join(".");
  }
});

describe("When the keys", () => {
  it("were never to be had, the answer is 503: the token may be good", async () => {
    const verify = createTokenVerifier(() => Promise.reject(new Error("away")));

    const refused = verify(await issuer.authorizationOf(ada));

    await expect(refused).rejects.toMatchObject({ status: 503 });
  });

  it("are not to be had any more, those that are known go on", async () => {
    let isAway = false;
    const verify = createTokenVerifier(
      async () => {
        if (isAway) throw new Error("away");
        return issuer.keys;
      },
      { reloadAfterMs: 0 },
    );
    await verify(await issuer.authorizationOf(ada));

    isAway = true;

    expect(await verify(await issuer.authorizationOf(ada))).toEqual(ada);
    const other = await createTestIssuer("other");
    await expect(verify(await other.authorizationOf(ada))).rejects.toMatchObject({ status: 401 });
  });

  it("are others since, they are loaded once for all that come together", async () => {
    let loads = 0;
    let served: JSONWebKeySet = issuer.keys;
    const verify = createTokenVerifier(
      async () => {
        loads += 1;
        return served;
      },
      { reloadAfterMs: 0 },
    );
    await verify(await issuer.authorizationOf(ada));
    const next = await createTestIssuer("next");

    served = { keys: [...issuer.keys.keys, ...next.keys.keys] };
    const authorization = await next.authorizationOf(ada);
    const callers = await Promise.all([verify(authorization), verify(authorization)]);

    expect(callers).toEqual([ada, ada]);
    expect(loads).toBe(2);
  });

  it("are asked for by forgeries, they are not loaded for each of them", async () => {
    let loads = 0;
    const verify = createTokenVerifier(async () => {
      loads += 1;
      return issuer.keys;
    });
    const forged = await (await createTestIssuer("forged")).authorizationOf(ada);

    await Promise.allSettled(Array.from({ length: 20 }, () => verify(forged)));

    expect(loads).toBe(1);
  });
});
