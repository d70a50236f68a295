// An issuer of access tokens of a test's own: its keys, and tokens that are good or not.

import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from "jose";
import { type Caller, TOKENS } from "../src/bearer.ts";

interface TestIssuer {
  keys: JSONWebKeySet;
  /** `Bearer <token>` of this caller. What is given besides replaces what a good token has. */
  authorizationOf(
    caller: Caller,
    other?: { claims?: Record<string, unknown>; type?: string },
  ): Promise<string>;
}

export async function createTestIssuer(kid = "test"): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(TOKENS.algorithm);
  const key = { ...(await exportJWK(publicKey)), kid, alg: TOKENS.algorithm, use: "sig" };
  return {
    keys: { keys: [key] },
    async authorizationOf({ id, name }, { claims = {}, type = TOKENS.type } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const { issuer: iss, audience: aud } = TOKENS;
      const payload = { iss, aud, sub: id, name, iat: now, exp: now + 900, ...claims };
      const header = { alg: TOKENS.algorithm, typ: type, kid };
      return `Bearer ${await new SignJWT(payload).setProtectedHeader(header).sign(privateKey)}`;
    },
  };
}
