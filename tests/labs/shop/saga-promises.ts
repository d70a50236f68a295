// What the saga promises, whatever happens: nothing is sold that is not there, nothing is lost, and every order is decided.

import type { Saga } from "./saga.ts";

const HOLDING = ["PROCESSING", "SHIPPED", "DELIVERED"];

interface Entry {
  version: number;
  stock: number;
  /** What was taken (negative) or returned; undefined where the owner has set the stock. */
  moved?: number;
}

/** What is broken at this moment, in words. */
export async function brokenNow({ products }: Saga): Promise<string[]> {
  const rows = await products.db.query<{ id: string; stock: number }>(
    "SELECT id, stock FROM products WHERE stock < 0",
  );
  return rows.map(({ id, stock }) => `${id} has a stock of ${stock}`);
}

/** What is broken once everything has come to rest, in words. */
export async function brokenInTheEnd(saga: Saga): Promise<string[]> {
  const { products, orders, placed, log, pending } = saga;
  const found: string[] = await brokenNow(saga);
  type OrderRow = { id: string; status: string };
  const allOrders = await orders.db.query<OrderRow>("SELECT id, status FROM orders");
  const statuses = new Map(allOrders.map(({ id, status }) => [id, status]));
  const reservations = new Map(
    (
      await products.db.query<{ order_id: string; state: string }>(
        "SELECT order_id, state FROM reservations",
      )
    ).map((row) => [row.order_id, row.state]),
  );

  for (const [name, positions] of Object.entries(pending))
    for (const position of positions) found.push(`${name} never took ${log[position]!.type}`);
  for (const { id } of placed) if (!statuses.has(id)) found.push(`order ${id} is lost`);
  for (const [id, status] of statuses) {
    if (status === "PENDING") found.push(`order ${id} is never decided`);
    const isHeld = reservations.get(id) === "reserved";
    if (isHeld !== HOLDING.includes(status))
      found.push(`order ${id} is ${status}, its reservation ${reservations.get(id)}`);
  }

  type ProductRow = { id: string; stock: number; version: number; deleted: number };
  const stored = await products.db.query<ProductRow>(
    "SELECT id, stock, version, deleted FROM products",
  );
  for (const product of stored) {
    const held = await heldOf(saga, product.id);
    found.push(...brokenBooks(product, ledgerOf(saga, product.id), held));
  }
  return found;
}

/** So many pieces of it are in orders that are not cancelled. */
async function heldOf({ orders }: Saga, productId: string): Promise<number> {
  const [row] = await orders.db.query<{ held: number | null }>(
    `SELECT sum(quantity) AS held FROM order_items JOIN orders ON orders.id = order_items.order_id
     WHERE product_id = $1 AND status IN ('PROCESSING', 'SHIPPED', 'DELIVERED')`,
    [productId],
  );
  return row?.held ?? 0;
}

/** Each change of its stock, as its events have it, in the order of its versions. */
function ledgerOf({ log }: Saga, productId: string): Entry[] {
  const entries = log.flatMap(({ type, data }): Entry[] => {
    if (type === "ProductCreated" || type === "ProductUpdated") {
      const { id, stock, version } = data as { id: string; stock: number; version: number };
      return id === productId ? [{ version, stock }] : [];
    }
    if (type !== "StockReserved" && type !== "StockReleased") return [];
    type Item = { productId: string; quantity: number; left: number; version: number };
    const { items } = data as { items: Item[] };
    const sign = type === "StockReserved" ? -1 : 1;
    return items
      .filter((item) => item.productId === productId)
      .map(({ quantity, left, version }) => ({ version, stock: left, moved: sign * quantity }));
  });
  return entries.toSorted((one, other) => one.version - other.version);
}

/** initial + restocked = stock + held, and the events alone add up to the same. */
function brokenBooks(
  product: { id: string; stock: number; version: number; deleted: number },
  ledger: Entry[],
  held: number,
): string[] {
  const { id } = product;
  const found: string[] = [];
  let [stock, given] = [0, 0];
  for (const [index, entry] of ledger.entries()) {
    if (entry.version !== index + 1) return [`${id}: no event has version ${index + 1}`];
    if (entry.moved === undefined) given += entry.stock - stock;
    else if (entry.stock !== stock + entry.moved)
      found.push(`${id}: version ${entry.version} does not follow from the one before`);
    stock = entry.stock;
  }
  if (stock !== product.stock) found.push(`${id} has ${product.stock}, by its events ${stock}`);
  // What a cancelled order had of a product that is gone goes nowhere.
  if (product.deleted === 1 ? given < stock + held : given !== stock + held)
    found.push(`${id}: of ${given} there are ${stock} left and ${held} in orders`);
  return found;
}
