// Whose request it is, as only this service can know at once: the token is good, its session is open, and its user is still there.
// The others verify tokens by themselves, and learn of the end of a session when the token expires.

import type { Database } from "@blog/common/database/database";
import { unauthenticated } from "@labs/common/bearer";
import type { User } from "@shop/contracts/user";
import type { RefreshStore } from "./refresh-store.ts";
import type { Tokens } from "./tokens.ts";
import type { UserStore } from "./user-store.ts";

/** Resolves with the user of `Authorization: Bearer …`. Throws a 401 Problem. */
export type Authenticate = (authorization: string | undefined) => Promise<User>;

interface Dependencies {
  db: Database;
  users: UserStore;
  sessions: RefreshStore;
  tokens: Tokens;
}

export function createAuthenticate({ db, users, sessions, tokens }: Dependencies): Authenticate {
  return async (authorization) => {
    const { id, session } = await tokens.verify(authorization);
    const user = (await sessions.isOpen(db, session)) && (await users.find(id));
    if (!user) throw unauthenticated("This session has ended: please sign in again.");
    return user;
  };
}
