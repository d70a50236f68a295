// The products and their stock, in SQL. A deleted product leaves its row behind: nothing of it can be reserved, and what a
// cancelled order had of it goes nowhere.

import type { Database, Queryable, Transaction } from "@blog/common/database/database";
import type { EventOf } from "@blog/common/messaging/contracts";
import type { ShopContracts } from "@shop/contracts/events";

/** As its events carry it. */
export type StoredProduct = EventOf<ShopContracts, "ProductCreated">["data"];

export const productsTable = `
  CREATE TABLE IF NOT EXISTS products (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL,
    owner_id TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    owner_address TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS products_by_owner ON products (owner_id);
`;

export type Portion = {
  productId: string;
  quantity: number;
};

/** What a change of the stock has left, and the version of the product since. */
export type Level = {
  left: number;
  version: number;
};

export interface ProductStore {
  find(id: string, within?: Queryable): Promise<StoredProduct | undefined>;
  /** In the order of their ids, which is that of their creation. Unknown ids are left out. */
  findAll(ids: string[], within?: Queryable): Promise<StoredProduct[]>;
  list(limit: number, after: string): Promise<StoredProduct[]>;
  ofOwner(ownerId: string, within?: Queryable): Promise<StoredProduct[]>;
  add(tx: Transaction, product: StoredProduct): Promise<void>;
  /** Saves the next version of a product. Throws when the one before is not the one that is stored. */
  change(tx: Transaction, product: StoredProduct): Promise<void>;
  remove(tx: Transaction, deleted: { id: string; version: number }): Promise<void>;
  /** Takes so many out of the stock, or resolves with undefined and takes none, where there are fewer. */
  take(tx: Transaction, portion: Portion): Promise<Level | undefined>;
  /** Resolves with undefined where the product is gone. */
  giveBack(tx: Transaction, portion: Portion): Promise<Level | undefined>;
}

const COLUMNS =
  'id, name, description, price_cents AS "priceCents", stock, owner_id AS "ownerId", owner_name AS "ownerName", ' +
  'owner_address AS "ownerAddress", created_at AS "createdAt", version';
const SELECT = `SELECT ${COLUMNS} FROM products WHERE deleted = 0`;

export function createProductStore(db: Database): ProductStore {
  return {
    async find(id, within = db) {
      const [product] = await within.query<StoredProduct>(`${SELECT} AND id = $1`, [id]);
      return product;
    },

    async findAll(ids, within = db) {
      if (ids.length === 0) return [];
      const places = ids.map((_, index) => `$${index + 1}`).join(", ");
      return within.query<StoredProduct>(`${SELECT} AND id IN (${places}) ORDER BY id`, ids);
    },

    list: (limit, after) =>
      db.query<StoredProduct>(`${SELECT} AND id > $1 ORDER BY id LIMIT $2`, [after, limit]),

    ofOwner: (ownerId, within = db) =>
      within.query<StoredProduct>(`${SELECT} AND owner_id = $1 ORDER BY id`, [ownerId]),

    async add(tx, product) {
      const { id, name, description, priceCents, stock, createdAt, version } = product;
      const { ownerId, ownerName, ownerAddress } = product;
      await tx.query(
        `INSERT INTO products (id, name, description, price_cents, stock, owner_id, owner_name, owner_address, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          ...[id, name, description, priceCents, stock],
          ...[ownerId, ownerName, ownerAddress, createdAt, version],
        ],
      );
    },

    async change(tx, product) {
      const { id, name, description, priceCents, stock, ownerName, ownerAddress, version } =
        product;
      const changed = await tx.query(
        `UPDATE products SET name = $2, description = $3, price_cents = $4, stock = $5, owner_name = $6, owner_address = $7,
           version = $8 WHERE id = $1 AND version = $9 AND deleted = 0 RETURNING id`,
        [
          ...[id, name, description, priceCents, stock],
          ...[ownerName, ownerAddress, version, version - 1],
        ],
      );
      if (changed.length === 0) throw new Error(`Product ${id} is not at version ${version - 1}.`);
    },

    async remove(tx, { id, version }) {
      await tx.query("UPDATE products SET deleted = 1, version = $2 WHERE id = $1", [id, version]);
    },

    async take(tx, { productId, quantity }) {
      const [level] = await tx.query<Level>(
        `UPDATE products SET stock = stock - $2, version = version + 1
         WHERE id = $1 AND stock >= $2 AND deleted = 0 RETURNING stock AS "left", version`,
        [productId, quantity],
      );
      return level;
    },

    async giveBack(tx, { productId, quantity }) {
      const [level] = await tx.query<Level>(
        `UPDATE products SET stock = stock + $2, version = version + 1
         WHERE id = $1 AND deleted = 0 RETURNING stock AS "left", version`,
        [productId, quantity],
      );
      return level;
    },
  };
}
