// Whose a product is, and where it is sold from. User-service knows; it is asked when a product is created, and for nothing else.
// What is learned later comes from worker-service, and may come while that question is on its way: so the last version that was
// received of each owner is kept here, and the later one of the two wins.

import { Problem } from "@blog/common/base/problem";
import type { Transaction } from "@blog/common/database/database";
import { unauthenticated } from "@labs/common/bearer";
import type { GrpcClient } from "@labs/common/grpc/client";
import type { Call } from "@labs/common/grpc/server";
import { codeOf } from "@labs/common/grpc/status";
import type { userService } from "@shop/contracts/user";

export const ownersTable = `
  CREATE TABLE IF NOT EXISTS owners (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
`;

export interface Owner {
  id: string;
  name: string;
  address: string;
  version: number;
}

/** Resolves with what user-service answers now. Throws a 401 Problem for no user of it, and a 503 one while it is away. */
export type AskOwner = (id: string, authorization: string, parent?: Call) => Promise<Owner>;

/** An answer is waited for so long, in milliseconds. */
export function askOwners(
  users: Pick<GrpcClient<typeof userService>, "GetUser">,
  deadlineMs = 500,
): AskOwner {
  return async (id, authorization, parent) => {
    const options = { authorization, deadlineMs, ...(parent && { parent }) };
    try {
      const { name, shippingAddress, version } = await users.GetUser({ user_id: id }, options);
      return { id, name, address: shippingAddress, version };
    } catch (error) {
      const code = codeOf(error);
      if (code === "NOT_FOUND" || code === "UNAUTHENTICATED")
        throw unauthenticated("The user of this access token is gone.");
      if (code === "UNAVAILABLE" || code === "DEADLINE_EXCEEDED")
        throw new Problem(503, "user-service, which knows the owner, is away: please try again.", {
          headers: { "retry-after": "1" },
        });
      throw error;
    }
  };
}

export interface OwnerStore {
  /** `asked`, or what was received about that owner since. Undefined when the owner is deleted. */
  latest(tx: Transaction, asked: Owner): Promise<Owner | undefined>;
  /** Keeps it. Resolves with false when it changes nothing: a version as late is known, or the owner is deleted. */
  put(tx: Transaction, owner: Owner): Promise<boolean>;
  remove(tx: Transaction, owner: { id: string; version: number }): Promise<void>;
}

export const ownerStore: OwnerStore = {
  async latest(tx, asked) {
    type Row = Owner & { deleted: number };
    // It writes what it reads, so that of two transactions about one owner the later one sees what the earlier one did, on
    // PostgreSQL as well: neither a new name nor the deletion passes a product by that is created meanwhile.
    const [known] = await tx.query<Row>(
      `INSERT INTO owners (id, name, address, version) VALUES ($1, '', '', 0)
       ON CONFLICT (id) DO UPDATE SET version = owners.version RETURNING id, name, address, version, deleted`,
      [asked.id],
    );
    if (known?.deleted === 1) return undefined;
    return known && known.version > asked.version ? known : asked;
  },

  async put(tx, { id, name, address, version }) {
    const saved = await tx.query(
      `INSERT INTO owners (id, name, address, version) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, version = excluded.version
       WHERE excluded.version > owners.version AND owners.deleted = 0 RETURNING id`,
      [id, name, address, version],
    );
    return saved.length > 0;
  },

  async remove(tx, { id, version }) {
    await tx.query(
      `INSERT INTO owners (id, name, address, version, deleted) VALUES ($1, '', '', $2, 1)
       ON CONFLICT (id) DO UPDATE SET name = '', address = '', version = excluded.version, deleted = 1`,
      [id, version],
    );
  },
};
