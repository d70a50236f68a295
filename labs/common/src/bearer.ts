// Who makes a request: the access token in `Authorization: Bearer …`. Each service verifies it with the public keys of the one
// that issues tokens, and makes no call for it: so it goes on while that one is away, and a token that was revoked is good until it
// expires. A service that must know at once asks (ValidateUserToken).
//
// Algorithm, type, issuer and audience are pinned. A token that chooses its own algorithm ("none", or HS256 with the public key
// as the secret) would be one that every client can make.

import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from "jose";
import { Problem } from "@blog/common/base/problem";

export interface Caller {
  id: string;
  name: string;
}

/** Resolves with the caller. Throws a 401 Problem, or a 503 one where the keys were never to be had. */
export type VerifyToken = (authorization: string | undefined) => Promise<Caller>;

/** What is pinned in every token, by the service that issues it and by all that verify it. */
export const TOKENS = { issuer: "shop", audience: "shop", algorithm: "EdDSA", type: "at+jwt" };

interface VerifierOptions {
  /** The keys are loaded again for a token whose key is unknown, but no more often than this. */
  reloadAfterMs?: number;
}

/** `loadKeys` reads the JSON Web Key Set of the issuer. What it has answered once is used for as long as it fails. */
export function createTokenVerifier(
  loadKeys: () => Promise<JSONWebKeySet>,
  { reloadAfterMs = 5000 }: VerifierOptions = {},
): VerifyToken {
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;
  let loadedAt = -Infinity;
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    loadedAt = performance.now();
    try {
      keys = createLocalJWKSet(await loadKeys());
    } catch (error) {
      if (!keys) {
        loadedAt = -Infinity;
        throw new Problem(503, "The keys of access tokens are not available: please try again.", {
          headers: { "retry-after": "1" },
        });
      }
      if (error instanceof errors.JWKSInvalid) throw error;
    }
  }

  // Requests that come together load them once.
  async function reload(): Promise<void> {
    loading ??= load().finally(() => (loading = undefined));
    await loading;
  }

  async function verify(token: string): Promise<Caller> {
    if (!keys) await reload();
    try {
      return await claimsOf(token);
    } catch (error) {
      const isUnknownKey = error instanceof errors.JWKSNoMatchingKey;
      if (!isUnknownKey || performance.now() - loadedAt < reloadAfterMs) throw error;
      await reload();
      return claimsOf(token);
    }
  }

  async function claimsOf(token: string): Promise<Caller> {
    const { payload } = await jwtVerify(token, keys!, {
      issuer: TOKENS.issuer,
      audience: TOKENS.audience,
      algorithms: [TOKENS.algorithm],
      typ: TOKENS.type,
      requiredClaims: ["exp", "sub", "name"],
    });
    return { id: String(payload.sub), name: String(payload.name) };
  }

  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? "")?.[1];
    if (!token) throw unauthenticated("This needs an access token: Authorization: Bearer <token>.");
    try {
      return await verify(token);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw unauthenticated("This access token is not valid, or not any more.");
    }
  };
}

/** The same for every token that is not good: the reason would help only forgers. */
export function unauthenticated(detail: string): Problem {
  return new Problem(401, detail, { headers: { "www-authenticate": 'Bearer realm="shop"' } });
}
