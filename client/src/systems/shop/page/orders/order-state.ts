// The states of an order, and what can be done in each. The services decide; the page offers only what they will accept.

import type { Order, OrderItem, OrderStatus } from "../../api/orders.ts";
import type { ListedProduct } from "../../api/products.ts";

/** As long as nothing goes wrong. */
export const WAY = ["PENDING", "PROCESSING", "SHIPPED", "DELIVERED"] as const;

export type Deed = "cancel" | "ship" | "deliver";

export const DEEDS: Record<Deed, { label: string; done: string }> = {
  cancel: { label: "Cancel", done: "is cancelled" },
  ship: { label: "Ship", done: "is shipped" },
  deliver: { label: "Deliver", done: "is delivered" },
};

/** The buyer may cancel what is not shipped; a seller ships what is reserved, and delivers what is shipped. */
export function deedsFor(
  order: Pick<Order, "status">,
  { isBuyer, isSeller }: { isBuyer: boolean; isSeller: boolean },
): Deed[] {
  const { status } = order;
  const deeds: Deed[] = [];
  if (isSeller && status === "PROCESSING") deeds.push("ship");
  if (isSeller && status === "SHIPPED") deeds.push("deliver");
  if (isBuyer && isOpen(status)) deeds.push("cancel");
  return deeds;
}

/** Its address still follows the buyer's profile, and it can be cancelled. */
export function isOpen(status: OrderStatus): boolean {
  return status === "PENDING" || status === "PROCESSING";
}

/** "2 × Teapot, 1 × Cup" */
export function itemsInWords({ items }: Pick<Order, "items">): string {
  return items.map(({ name, quantity }) => `${quantity} × ${name || "a product"}`).join(", ");
}

/** The same where no name is missing. */
export function withNames(
  order: Order,
  products: readonly Pick<ListedProduct, "id" | "name">[],
): Order {
  const nameOf = (wanted: string) => products.find(({ id }) => id === wanted)?.name ?? "";
  const items = order.items.map((item) => ({ ...item, name: item.name || nameOf(item.productId) }));
  return { ...order, items };
}

/** `products` have the stock of now: that of the moment of the verdict is in the event StockRejected alone. */
export function stateInWords(
  { status, reason, items }: Pick<Order, "status" | "reason" | "items">,
  products: readonly Pick<ListedProduct, "id" | "stock">[] = [],
): string {
  if (status === "PENDING") return "waits for product-service’s verdict";
  if (status === "PROCESSING") return "the stock is reserved";
  if (status !== "CANCELLED") return "";
  const short = /stock/.test(reason) ? shortagesInWords(items, products) : "";
  return [reason || "cancelled", short].filter(Boolean).join(": ");
}

function shortagesInWords(
  items: readonly OrderItem[],
  products: readonly Pick<ListedProduct, "id" | "stock">[],
): string {
  const short = items.flatMap(({ productId, quantity, name }) => {
    const left = products.find(({ id }) => id === productId)?.stock ?? quantity;
    if (left >= quantity) return [];
    const what = items.length > 1 ? ` of ${name || "a product"}` : "";
    return [`${quantity}${what} wanted, ${left} left now`];
  });
  return short.join("; ");
}

/** What has changed of itself since, as sentences for a screen reader. Not what is seen for the first time. */
export function changesInWords(
  before: ReadonlyMap<string, OrderStatus>,
  orders: readonly Order[],
): string {
  return orders
    .filter(({ id, status }) => before.has(id) && before.get(id) !== status)
    .map((order) => {
      const why = order.status === "CANCELLED" && order.reason ? `: ${order.reason}` : "";
      return `The order of ${itemsInWords(order)} is ${order.status}${why}.`;
    })
    .join(" ");
}
