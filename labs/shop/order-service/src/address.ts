// Where an order goes. Two ways to know, and both are used: ask user-service when the order is placed (ADDRESS=rpc), which is never
// out of date and fails while it is away; or take what its events carried (ADDRESS=events), which is always there and may be a
// moment old. By default the second stands in for the first (ADDRESS=both), and the order names the one that was used.

import { Problem } from "@blog/common/base/problem";
import type { Transaction } from "@blog/common/database/database";
import { unauthenticated } from "@labs/common/bearer";
import type { GrpcClient } from "@labs/common/grpc/client";
import type { Call } from "@labs/common/grpc/server";
import { codeOf } from "@labs/common/grpc/status";
import type { userService } from "@shop/contracts/user";

export interface PostalAddress {
  shippingAddress: string;
  pincode: string;
  city: string;
  country: string;
  phoneNumber: string;
}

/** An address as of this version of the profile. */
export interface KnownAddress extends PostalAddress {
  addressVersion: number;
}

export const addressesTable = `
  CREATE TABLE IF NOT EXISTS addresses (
    user_id TEXT PRIMARY KEY,
    shipping_address TEXT NOT NULL,
    pincode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
`;

export const NO_ADDRESS: KnownAddress = {
  ...{ shippingAddress: "", pincode: "", city: "", country: "", phoneNumber: "" },
  addressVersion: 0,
};

/** The last address of each user that an event had. */
export interface AddressStore {
  /** "deleted" for a user who is gone; undefined where no event has come. */
  latest(tx: Transaction, userId: string): Promise<KnownAddress | "deleted" | undefined>;
  /** Keeps it. Resolves with false when it changes nothing: a version as late is known, or the user is deleted. */
  put(tx: Transaction, userId: string, address: KnownAddress): Promise<boolean>;
  remove(tx: Transaction, userId: string, version: number): Promise<void>;
}

export const addressStore: AddressStore = {
  async latest(tx, userId) {
    // It writes what it reads, so that of two transactions about one user the later one sees what the earlier one did, on
    // PostgreSQL as well: neither a new address nor the deletion passes an order by that is placed meanwhile.
    const [row] = await tx.query<KnownAddress & { deleted: number }>(
      `INSERT INTO addresses (user_id, shipping_address, pincode, city, country, phone_number, version)
       VALUES ($1, '', '', '', '', '', 0)
       ON CONFLICT (user_id) DO UPDATE SET version = addresses.version
       RETURNING shipping_address AS "shippingAddress", pincode, city, country, phone_number AS "phoneNumber",
         version AS "addressVersion", deleted`,
      [userId],
    );
    const { deleted, ...address } = row!;
    if (deleted === 1) return "deleted";
    return address.addressVersion > 0 ? address : undefined;
  },

  async put(tx, userId, { shippingAddress, pincode, city, country, phoneNumber, addressVersion }) {
    const saved = await tx.query(
      `INSERT INTO addresses (user_id, shipping_address, pincode, city, country, phone_number, version)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (user_id) DO UPDATE SET shipping_address = excluded.shipping_address, pincode = excluded.pincode,
         city = excluded.city, country = excluded.country, phone_number = excluded.phone_number, version = excluded.version
       WHERE excluded.version > addresses.version AND addresses.deleted = 0 RETURNING user_id`,
      [userId, shippingAddress, pincode, city, country, phoneNumber, addressVersion],
    );
    return saved.length > 0;
  },

  async remove(tx, userId, version) {
    await tx.query(
      `INSERT INTO addresses (user_id, shipping_address, pincode, city, country, phone_number, version, deleted)
       VALUES ($1, '', '', '', '', '', $2, 1)
       ON CONFLICT (user_id) DO UPDATE SET shipping_address = '', pincode = '', city = '', country = '', phone_number = '',
         version = excluded.version, deleted = 1`,
      [userId, version],
    );
  },
};

interface Buyer {
  id: string;
  authorization: string;
  /** The call that is being answered, if it is one. */
  call?: Call | undefined;
}

/**
 * Resolves with what user-service answers, or with undefined where it did not answer and the events must do. Throws a 401 Problem
 * for no user of it, and with ADDRESS=rpc a 503 one while it is away.
 */
export type AskAddress = (buyer: Buyer) => Promise<KnownAddress | undefined>;

/** An answer is waited for so long, in milliseconds. */
export function askAddresses(
  users: Pick<GrpcClient<typeof userService>, "GetUser">,
  source: "rpc" | "events" | "both",
  deadlineMs = 500,
): AskAddress {
  return async ({ id, authorization, call }) => {
    // Older than the address of any event.
    if (source === "events") return NO_ADDRESS;
    const options = { authorization, deadlineMs, ...(call && { parent: call }) };
    try {
      const user = await users.GetUser({ user_id: id }, options);
      const { shippingAddress, pincode, city, country, phoneNumber, version } = user;
      return { shippingAddress, pincode, city, country, phoneNumber, addressVersion: version };
    } catch (error) {
      const code = codeOf(error);
      if (code === "NOT_FOUND" || code === "UNAUTHENTICATED") throw buyerGone();
      if (code !== "UNAVAILABLE" && code !== "DEADLINE_EXCEEDED") throw error;
      if (source === "both") return undefined;
      throw addressUnknown();
    }
  };
}

export function addressUnknown(): Problem {
  return new Problem(503, "user-service, which knows the address, is away: please try again.", {
    headers: { "retry-after": "1" },
  });
}

export function buyerGone(): Problem {
  return unauthenticated("The user of this access token is gone.");
}
