// The verdict on a run of the shop: what its clients have in the end, against its log and the answers of its services.

import type { ChaosSystem } from "../../../chaos/processes/chaos-system.ts";
import { readLines } from "../../../chaos/processes/observers.ts";
import { keepBooks, type ShopEvent } from "./books.ts";
import type { Load } from "./load.ts";

interface Order {
  id: string;
  status: "PENDING" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED";
  city: string;
  items: { productId: string; quantity: number }[];
}

export interface ShopVerdict {
  violations: string[];
  events: number;
  orders: Record<string, number>;
  sold: number;
  left: number;
}

export async function judge(shop: ChaosSystem, load: Load): Promise<ShopVerdict> {
  const log = await readLog(shop);
  const { violations: inTheLog, stocked, left, verdicts } = keepBooks(log);
  const violations = [...load.violations, ...inTheLog];
  const taken = new Map<string, number>();
  const orders: Record<string, number> = {};

  for (const buyer of load.buyers) {
    const listed = await buyer.list<Order>("order-service", "/v1/orders");
    const ids = new Set(listed.map(({ id }) => id));
    if (ids.size !== listed.length) violations.push(`${buyer.id} has an order twice`);
    const placed = load.placed.get(buyer.id)!;
    for (const id of placed) if (!ids.has(id)) violations.push(`order ${id} is lost`);
    for (const id of ids) if (!placed.has(id)) violations.push(`order ${id} was never placed`);

    const home = load.cities.get(buyer.id) ?? "";
    for (const order of listed) {
      const { id, status, city } = order;
      orders[status] = (orders[status] ?? 0) + 1;
      const verdict = verdicts.get(id);
      if (!fits(status, verdict))
        violations.push(`order ${id} is ${status}, and its stock ${verdict ?? "untouched"}`);
      if (status === "PROCESSING" && city !== home)
        violations.push(`order ${id} goes to "${city}", and its buyer lives in "${home}"`);
    }
    for (const { productId, quantity } of listed.filter(holdsStock).flatMap(({ items }) => items))
      taken.set(productId, (taken.get(productId) ?? 0) + quantity);
  }

  for (const id of load.products) {
    const { resource } = await load.seller.send<{ stock: number }>(
      "product-service",
      "GET",
      `/v1/products/${id}`,
    );
    const sold = taken.get(id) ?? 0;
    if (resource.stock !== left.get(id))
      violations.push(`product ${id}: ${resource.stock} left, in the log ${left.get(id)}`);
    if (stocked.get(id) !== resource.stock + sold)
      violations.push(`product ${id}: ${stocked.get(id)} came in, ${resource.stock} + ${sold}`);
  }
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0);
  return {
    ...{ violations, orders },
    events: log.length,
    sold: sum(taken.values()),
    left: sum(left.values()),
  };
}

function holdsStock({ status }: Order): boolean {
  return status !== "CANCELLED" && status !== "PENDING";
}

function fits(status: Order["status"], verdict: string | undefined): boolean {
  if (status === "PENDING") return false;
  return (status === "CANCELLED") === (verdict !== "reserved");
}

async function readLog(shop: ChaosSystem): Promise<ShopEvent[]> {
  const log: ShopEvent[] = [];
  for (;;) {
    const lines = await readLines(shop.url("event-bus"), log.length, 1000);
    if (lines.length === 0) return log;
    log.push(...(lines as ShopEvent[]));
  }
}
