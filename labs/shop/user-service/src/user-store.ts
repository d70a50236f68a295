// The users this service owns, in SQL. A deleted one leaves its id and version behind, and nothing that was about the person.

import type { Database, Queryable, Transaction } from "@blog/common/database/database";
import type { Caller, User } from "@shop/contracts/user";

// One email, one user: in a table of its own, because two that register at once must not both find it free.
export const userTables = `
  CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    bio TEXT NOT NULL,
    shipping_address TEXT NOT NULL,
    pincode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS emails (
    email TEXT PRIMARY KEY,
    user_id TEXT NOT NULL
  );
`;

/** What of a user changes with an event. */
export type Profile = Omit<User, "email" | "createdAt" | "bio"> & { bio?: string };

export interface UserStore {
  find(id: string, within?: Queryable): Promise<User | undefined>;
  /** However its email is written. */
  findByEmail(email: string): Promise<Caller | undefined>;
  /** Those of them that there are, in any order. */
  findNames(ids: string[]): Promise<Caller[]>;
  /** In the order of their ids, which is that of their registration. */
  list(limit: number, after: string): Promise<(Caller & { email: string })[]>;
  /** Whether the email is free. It is this user's from now on. */
  claimEmail(tx: Transaction, user: { id: string; email: string }): Promise<boolean>;
  add(tx: Transaction, user: User, passwordHash: string): Promise<void>;
  /** Saves what there is to know of a user, unless a later version is known, or the user is not. */
  update(tx: Transaction, profile: Profile): Promise<void>;
  passwordHashOf(id: string, within?: Queryable): Promise<string | undefined>;
  setPasswordHash(tx: Transaction, id: string, passwordHash: string): Promise<void>;
  /** Erases a user, unless a later version is known. */
  remove(tx: Transaction, user: { id: string; version: number }): Promise<void>;
}

const COLUMNS = `id, name, email, bio, shipping_address AS "shippingAddress", pincode, city, country,
  phone_number AS "phoneNumber", created_at AS "createdAt", version`;

export function createUserStore(db: Database): UserStore {
  return {
    async find(id, within = db) {
      const sql = `SELECT ${COLUMNS} FROM users WHERE id = $1 AND deleted = 0`;
      const [user] = await within.query<User>(sql, [id]);
      return user;
    },

    async findByEmail(email) {
      const [user] = await db.query<Caller>(
        `SELECT id, name FROM users WHERE deleted = 0 AND id = (SELECT user_id FROM emails WHERE email = $1)`,
        [email.toLowerCase()],
      );
      return user;
    },

    async findNames(ids) {
      if (ids.length === 0) return [];
      const places = ids.map((_, index) => `$${index + 1}`).join(", ");
      const sql = `SELECT id, name FROM users WHERE deleted = 0 AND id IN (${places})`;
      return db.query<Caller>(sql, ids);
    },

    list: (limit, after) =>
      db.query(
        "SELECT id, name, email FROM users WHERE deleted = 0 AND id > $1 ORDER BY id LIMIT $2",
        [after, limit],
      ),

    async claimEmail(tx, { id, email }) {
      const claimed = await tx.query(
        "INSERT INTO emails (email, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING email",
        [email.toLowerCase(), id],
      );
      return claimed.length > 0;
    },

    async add(tx, user, passwordHash) {
      const { id, name, email, bio, createdAt, version } = user;
      await tx.query(
        `INSERT INTO users (id, name, email, bio, created_at, version, password_hash,
           shipping_address, pincode, city, country, phone_number)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [...[id, name, email, bio, createdAt, version, passwordHash], ...addressOf(user)],
      );
    },

    async update(tx, profile) {
      const { id, name, bio, version } = profile;
      await tx.query(
        `UPDATE users SET name = $1, bio = COALESCE($2, bio), version = $3,
           shipping_address = $4, pincode = $5, city = $6, country = $7, phone_number = $8
         WHERE id = $9 AND deleted = 0 AND version < $3`,
        [name, bio ?? null, version, ...addressOf(profile), id],
      );
    },

    async passwordHashOf(id, within = db) {
      const sql = 'SELECT password_hash AS "hash" FROM users WHERE id = $1 AND deleted = 0';
      const [row] = await within.query<{ hash: string }>(sql, [id]);
      return row?.hash;
    },

    async setPasswordHash(tx, id, passwordHash) {
      await tx.query("UPDATE users SET password_hash = $1 WHERE id = $2", [passwordHash, id]);
    },

    async remove(tx, { id, version }) {
      await tx.query(
        `INSERT INTO users (id, version, deleted, name, email, password_hash, bio, shipping_address, pincode, city, country,
           phone_number, created_at)
         VALUES ($1, $2, 1, '', '', '', '', '', '', '', '', '', '')
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, deleted = 1, name = '', email = '',
           password_hash = '', bio = '', shipping_address = '', pincode = '', city = '', country = '', phone_number = ''
         WHERE excluded.version > users.version`,
        [id, version],
      );
      await tx.query("DELETE FROM emails WHERE user_id = $1", [id]);
    },
  };
}

type Address = Pick<User, "shippingAddress" | "pincode" | "city" | "country" | "phoneNumber">;

function addressOf({ shippingAddress, pincode, city, country, phoneNumber }: Address): string[] {
  return [shippingAddress, pincode, city, country, phoneNumber];
}
