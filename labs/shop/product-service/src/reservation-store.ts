// What was decided about each order, in SQL: one row for an order, which is kept.

import type { Transaction } from "@blog/common/database/database";
import type { Portion } from "./product-store.ts";

export const reservationsTable = `
  CREATE TABLE IF NOT EXISTS reservations (
    order_id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    portions TEXT NOT NULL
  );
`;

export interface Reservation {
  orderId: string;
  /** `released` also stands for an order that was cancelled before it was placed here. */
  state: "reserved" | "rejected" | "released";
  /** What was taken out of the stock for it. */
  portions: Portion[];
}

export interface ReservationStore {
  find(tx: Transaction, orderId: string): Promise<Reservation | undefined>;
  put(tx: Transaction, reservation: Reservation): Promise<void>;
}

export const reservationStore: ReservationStore = {
  async find(tx, orderId) {
    type Row = { state: Reservation["state"]; portions: string };
    const sql = "SELECT state, portions FROM reservations WHERE order_id = $1";
    const [row] = await tx.query<Row>(sql, [orderId]);
    // Written by put below, and nowhere else.
    return row && { orderId, state: row.state, portions: JSON.parse(row.portions) as Portion[] };
  },

  async put(tx, { orderId, state, portions }) {
    await tx.query(
      `INSERT INTO reservations (order_id, state, portions) VALUES ($1, $2, $3)
       ON CONFLICT (order_id) DO UPDATE SET state = excluded.state, portions = excluded.portions`,
      [orderId, state, JSON.stringify(portions)],
    );
  },
};
