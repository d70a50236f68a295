// The orders and their items, in SQL.

import type { Database, Queryable, Transaction } from "@blog/common/database/database";
import type { OrderStatus } from "@shop/contracts/events";
import type { PostalAddress } from "./address.ts";
import { OPEN } from "./states.ts";

export interface StoredItem {
  id: string;
  productId: string;
  /** Whose product it is; empty where it has no owner. */
  sellerId: string;
  name: string;
  /** The version of the product that has this name. */
  nameVersion: number;
  quantity: number;
  priceCents: number;
}

export interface StoredOrder extends PostalAddress {
  id: string;
  userId: string;
  items: StoredItem[];
  status: OrderStatus;
  /** Why it is CANCELLED; "" otherwise. */
  reason: string;
  /** The version of the buyer's profile that has this address. */
  addressVersion: number;
  addressSource: "rpc" | "events";
  createdAt: string;
  version: number;
}

export const ordersTables = `
  CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    shipping_address TEXT NOT NULL,
    pincode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    address_version INTEGER NOT NULL,
    address_source TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS orders_by_user ON orders (user_id, id);
  CREATE TABLE IF NOT EXISTS order_items (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    seller_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_version INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    price_cents INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS items_by_order ON order_items (order_id, id);
  CREATE INDEX IF NOT EXISTS items_by_product ON order_items (product_id);
`;

export interface OrderStore {
  find(id: string, within?: Queryable): Promise<StoredOrder | undefined>;
  /** Those of this user among these ids. */
  findAll(userId: string, ids: string[]): Promise<StoredOrder[]>;
  /** Newest first; `after` is the id of an order, or empty. */
  ofUser(userId: string, limit: number, after: string): Promise<StoredOrder[]>;
  everyOneOf(tx: Transaction, userId: string): Promise<StoredOrder[]>;
  /** Those of the user that are not on their way yet. */
  openOf(tx: Transaction, userId: string): Promise<StoredOrder[]>;
  /** Those with the product that are not on their way yet. */
  openWith(tx: Transaction, productId: string): Promise<StoredOrder[]>;
  add(tx: Transaction, order: StoredOrder): Promise<void>;
  /** Saves the next version of an order, without its items. Throws when the one before is not the one that is stored. */
  change(tx: Transaction, order: StoredOrder): Promise<void>;
  nameItems(
    tx: Transaction,
    orderId: string,
    product: { id: string; name: string; version: number },
  ): Promise<void>;
}

const COLUMNS =
  'id, user_id AS "userId", status, reason, shipping_address AS "shippingAddress", pincode, city, country, ' +
  'phone_number AS "phoneNumber", address_version AS "addressVersion", address_source AS "addressSource", ' +
  'created_at AS "createdAt", version';
const ITEM_COLUMNS =
  'id, order_id AS "orderId", product_id AS "productId", seller_id AS "sellerId", name, name_version AS "nameVersion", ' +
  'quantity, price_cents AS "priceCents"';
const SELECT = `SELECT ${COLUMNS} FROM orders`;

type Row = Omit<StoredOrder, "items">;
type ItemRow = StoredItem & { orderId: string };

export function createOrderStore(db: Database): OrderStore {
  // Two statements for however many orders.
  async function withItems(orders: Row[], within: Queryable): Promise<StoredOrder[]> {
    if (orders.length === 0) return [];
    const sql = `SELECT ${ITEM_COLUMNS} FROM order_items WHERE order_id IN (${placesFor(orders)}) ORDER BY id`;
    const ids = orders.map(({ id }) => id);
    const items = new Map<string, StoredItem[]>(ids.map((id) => [id, []]));
    for (const { orderId, ...item } of await within.query<ItemRow>(sql, ids))
      items.get(orderId)!.push(item);
    return orders.map((order) => ({ ...order, items: items.get(order.id)! }));
  }

  return {
    async find(id, within = db) {
      const rows = await within.query<Row>(`${SELECT} WHERE id = $1`, [id]);
      const [order] = await withItems(rows, within);
      return order;
    },

    async findAll(userId, ids) {
      if (ids.length === 0) return [];
      const among = placesFor(ids, 2);
      const sql = `${SELECT} WHERE user_id = $1 AND id IN (${among}) ORDER BY id DESC`;
      return withItems(await db.query<Row>(sql, [userId, ...ids]), db);
    },

    async ofUser(userId, limit, after) {
      const sql = `${SELECT} WHERE user_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`;
      return withItems(await db.query<Row>(sql, [userId, after, limit]), db);
    },

    async everyOneOf(tx, userId) {
      return withItems(
        await tx.query<Row>(`${SELECT} WHERE user_id = $1 ORDER BY id`, [userId]),
        tx,
      );
    },

    async openOf(tx, userId) {
      const sql = `${SELECT} WHERE user_id = $1 AND status IN (${placesFor(OPEN, 2)}) ORDER BY id`;
      return withItems(await tx.query<Row>(sql, [userId, ...OPEN]), tx);
    },

    async openWith(tx, productId) {
      const sql = `${SELECT} WHERE status IN (${placesFor(OPEN, 2)})
        AND id IN (SELECT order_id FROM order_items WHERE product_id = $1) ORDER BY id`;
      return withItems(await tx.query<Row>(sql, [productId, ...OPEN]), tx);
    },

    async add(tx, order) {
      await tx.query(
        `INSERT INTO orders (id, user_id, status, reason, shipping_address, pincode, city, country, phone_number,
           address_version, address_source, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          ...[order.id, order.userId, order.status, order.reason],
          ...[order.shippingAddress, order.pincode, order.city, order.country, order.phoneNumber],
          ...[order.addressVersion, order.addressSource, order.createdAt, order.version],
        ],
      );
      for (const item of order.items)
        await tx.query(
          `INSERT INTO order_items (id, order_id, product_id, seller_id, name, name_version, quantity, price_cents)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            ...[item.id, order.id, item.productId, item.sellerId],
            ...[item.name, item.nameVersion, item.quantity, item.priceCents],
          ],
        );
    },

    async change(tx, order) {
      const changed = await tx.query(
        `UPDATE orders SET status = $2, reason = $3, shipping_address = $4, pincode = $5, city = $6, country = $7,
           phone_number = $8, address_version = $9, version = $10 WHERE id = $1 AND version = $11 RETURNING id`,
        [
          ...[order.id, order.status, order.reason],
          ...[order.shippingAddress, order.pincode, order.city, order.country, order.phoneNumber],
          ...[order.addressVersion, order.version, order.version - 1],
        ],
      );
      if (changed.length === 0)
        throw new Error(`Order ${order.id} is not at version ${order.version - 1}.`);
    },

    async nameItems(tx, orderId, { id, name, version }) {
      await tx.query(
        `UPDATE order_items SET name = $3, name_version = $4
         WHERE order_id = $1 AND product_id = $2 AND name_version < $4`,
        [orderId, id, name, version],
      );
    },
  };
}

function placesFor(values: unknown[], first = 1): string {
  return values.map((_, index) => `$${index + first}`).join(", ");
}
