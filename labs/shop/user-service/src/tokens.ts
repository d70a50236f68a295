// Access tokens: signed with a key that is made at the first start and kept in the database, so that a restart ends no session and
// replicas have one key. All other services verify them with its public half (labs/common/src/bearer.ts), and ask nothing.

import type { Database } from "@blog/common/database/database";
import { newId } from "@blog/common/base/ids";
import { type Caller, createTokenVerifier, TOKENS } from "@labs/common/bearer";
import {
  calculateJwkThumbprint,
  decodeJwt,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JSONWebKeySet,
  SignJWT,
} from "jose";

export const signingKeyTable = `
  CREATE TABLE IF NOT EXISTS signing_key (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    kid TEXT NOT NULL,
    jwk TEXT NOT NULL
  );
`;

/** How long an access token is good, also one that was revoked meanwhile, where a service verifies it by itself. In seconds. */
export const EXPIRES_IN = 15 * 60;

export interface Claims extends Caller {
  /** The session that it belongs to (refresh-store.ts). */
  session: string;
}

export interface Tokens {
  issue(claims: Claims): Promise<string>;
  /** From `Authorization: Bearer …`. Throws a 401 Problem. That the session is still open is another question. */
  verify(authorization: string | undefined): Promise<Claims>;
  /** The public keys, as other services load them. */
  keys: JSONWebKeySet;
}

/** Makes the key if there is none yet. */
export async function createTokens(db: Database): Promise<Tokens> {
  const { kid, jwk } = await loadOrMakeKey(db);
  const { d: _, ...publicKey } = jwk;
  const { issuer, audience, algorithm, type } = TOKENS;
  const keys = { keys: [{ ...publicKey, kid, alg: algorithm, use: "sig" }] };
  const key = await importJWK(jwk, algorithm);
  const verifyToken = createTokenVerifier(async () => keys);

  return {
    keys,

    issue: ({ id, name, session }) =>
      new SignJWT({ name, sid: session })
        .setProtectedHeader({ alg: algorithm, typ: type, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(id)
        .setIssuedAt()
        .setExpirationTime(`${EXPIRES_IN}s`)
        .setJti(newId())
        .sign(key),

    async verify(authorization) {
      const caller = await verifyToken(authorization);
      const [, token = ""] = authorization?.trim().split(/ +/) ?? [];
      return { ...caller, session: String(decodeJwt(token).sid) };
    },
  };
}

interface StoredKey {
  kid: string;
  jwk: JWK;
}

async function loadOrMakeKey(db: Database): Promise<StoredKey> {
  const found = await loadKey(db);
  if (found) return found;
  const { privateKey } = await generateKeyPair(TOKENS.algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  // Of two replicas that start together, one has come first: both use its key.
  await db.query(
    "INSERT INTO signing_key (singleton, kid, jwk) VALUES (1, $1, $2) ON CONFLICT DO NOTHING",
    [await calculateJwkThumbprint(jwk), JSON.stringify(jwk)],
  );
  // Inserted now, or by the other one.
  return (await loadKey(db))!;
}

async function loadKey(db: Database): Promise<StoredKey | undefined> {
  const [row] = await db.query<{ kid: string; jwk: string }>("SELECT kid, jwk FROM signing_key");
  // Written above, and nowhere else.
  return row && { kid: row.kid, jwk: JSON.parse(row.jwk) as JWK };
}
