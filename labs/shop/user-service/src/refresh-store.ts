// Sessions: a sign-in begins one, and each of its refresh tokens is good for one use, which makes the next. A used one that comes
// again was copied by a thief, or comes from the user after a thief has used it: which of the two cannot be known, so the session
// ends (RFC 9700, 4.14.2). Only the hash of a token is kept: it is random, so that a fast one is enough, and the stolen table is
// of no use.

import { createHash, randomBytes } from "node:crypto";
import { newId } from "@blog/common/base/ids";
import type { Queryable, Transaction } from "@blog/common/database/database";

// A session is its tokens: it has ended when there are none. Used ones stay, to be recognised.
export const refreshTables = `
  CREATE TABLE IF NOT EXISTS refresh_tokens (
    digest TEXT PRIMARY KEY,
    session TEXT NOT NULL,
    user_id TEXT NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS tokens_of_session ON refresh_tokens (session);
  CREATE INDEX IF NOT EXISTS tokens_of_user ON refresh_tokens (user_id);
  CREATE INDEX IF NOT EXISTS tokens_by_expiry ON refresh_tokens (expires_at);
`;

/** A session with the refresh token that continues it. */
export interface Session {
  id: string;
  userId: string;
  refreshToken: string;
}

export interface RefreshStore {
  begin(tx: Transaction, userId: string): Promise<Session>;
  /** Undefined for a token that is unknown, has expired, or was used: then its session has ended. So commit in each case. */
  rotate(tx: Transaction, refreshToken: string): Promise<Session | undefined>;
  isOpen(within: Queryable, session: string): Promise<boolean>;
  /** Ends the session that the token belongs to, if there is one. */
  end(tx: Transaction, refreshToken: string): Promise<void>;
  endAllOf(tx: Transaction, userId: string): Promise<void>;
}

const KEPT_MS = 30 * 24 * 3600 * 1000;

/** `now` is in ms since 1970. */
export function createRefreshStore(now: () => number = Date.now): RefreshStore {
  async function add(tx: Transaction, session: string, userId: string): Promise<Session> {
    const refreshToken = randomBytes(32).toString("base64url");
    await tx.query("DELETE FROM refresh_tokens WHERE expires_at < $1", [now()]);
    await tx.query(
      "INSERT INTO refresh_tokens (digest, session, user_id, expires_at) VALUES ($1, $2, $3, $4)",
      [digestOf(refreshToken), session, userId, now() + KEPT_MS],
    );
    return { id: session, userId, refreshToken };
  }

  async function end(tx: Transaction, refreshToken: string): Promise<void> {
    await tx.query(
      "DELETE FROM refresh_tokens WHERE session IN (SELECT session FROM refresh_tokens WHERE digest = $1)",
      [digestOf(refreshToken)],
    );
  }

  return {
    begin: (tx, userId) => add(tx, newId(), userId),

    async rotate(tx, refreshToken) {
      // One statement: of two that come together, one finds it unused.
      const [token] = await tx.query<{ session: string; userId: string }>(
        `UPDATE refresh_tokens SET used = 1 WHERE digest = $1 AND used = 0 AND expires_at >= $2
         RETURNING session, user_id AS "userId"`,
        [digestOf(refreshToken), now()],
      );
      if (token) return add(tx, token.session, token.userId);
      await end(tx, refreshToken);
      return undefined;
    },

    async isOpen(within, session) {
      const sql =
        "SELECT 1 AS one FROM refresh_tokens WHERE session = $1 AND used = 0 AND expires_at >= $2";
      const found = await within.query(sql, [session, now()]);
      return found.length > 0;
    },

    end,

    async endAllOf(tx, userId) {
      await tx.query("DELETE FROM refresh_tokens WHERE user_id = $1", [userId]);
    },
  };
}

function digestOf(refreshToken: string): string {
  return createHash("sha256").update(refreshToken).digest("base64");
}
