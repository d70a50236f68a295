// The books of the shop, kept from its log alone: the stock in every event must fit to the event before, and every order has
// one verdict. Pure.

export interface ShopEvent {
  position: number;
  id: string;
  type: string;
  // As contracts/src/events.ts has them.
  data: {
    id?: string;
    orderId?: string;
    version?: number;
    stock?: number;
    items?: { productId: string; quantity: number; left?: number; version?: number }[];
  };
}

export interface Books {
  violations: string[];
  /** By product: what came in, at first and later. */
  stocked: Map<string, number>;
  /** By product: what is left. */
  left: Map<string, number>;
  /** What became of the stock of each order. */
  verdicts: Map<string, "reserved" | "rejected" | "released">;
}

interface Change {
  version: number;
  left: number;
  /** How many came back (positive) or went (negative) for an order; undefined for a change of the product itself. */
  moved?: number;
}

export function keepBooks(log: ShopEvent[]): Books {
  const violations: string[] = [];
  const changes = new Map<string, Change[]>();
  const verdicts: Books["verdicts"] = new Map();
  const ids = new Set<string>();

  function change(productId: string, own: Change): void {
    changes.set(productId, [...(changes.get(productId) ?? []), own]);
  }

  function decide(orderId: string, verdict: "reserved" | "rejected" | "released"): void {
    const earlier = verdicts.get(orderId);
    if (verdict === "released" ? earlier !== "reserved" : earlier !== undefined)
      violations.push(`order ${orderId}: ${verdict} after ${earlier ?? "nothing"}`);
    verdicts.set(orderId, verdict);
  }

  for (const { id, type, data } of log) {
    if (ids.has(id)) violations.push(`event ${id} stands in the log twice`);
    ids.add(id);
    const { version = 0, stock = 0, orderId = "", items = [] } = data;
    if (type === "ProductCreated" || type === "ProductUpdated")
      change(data.id ?? "", { version, left: stock });
    if (type === "StockRejected") decide(orderId, "rejected");
    if (type !== "StockReserved" && type !== "StockReleased") continue;
    decide(orderId, type === "StockReserved" ? "reserved" : "released");
    const sign = type === "StockReserved" ? -1 : 1;
    for (const { productId, quantity, left = 0, version: of = 0 } of items)
      change(productId, { version: of, left, moved: sign * quantity });
  }

  const stocked = new Map<string, number>();
  const left = new Map<string, number>();
  for (const [productId, list] of changes) {
    let before: Change = { version: 0, left: 0 };
    for (const now of list.toSorted((a, b) => a.version - b.version)) {
      const about = `product ${productId}, version ${now.version}`;
      if (now.version !== before.version + 1)
        violations.push(`${about}: follows version ${before.version}`);
      if (now.left < 0) violations.push(`${about}: ${now.left} left`);
      if (now.moved === undefined)
        stocked.set(productId, (stocked.get(productId) ?? 0) + now.left - before.left);
      else if (now.left !== before.left + now.moved)
        violations.push(`${about}: ${before.left} + ${now.moved} is not ${now.left}`);
      before = now;
    }
    left.set(productId, before.left);
  }
  return { violations, stocked, left, verdicts };
}
