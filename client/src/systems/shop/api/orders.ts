// Orders: listed by GraphQL, changed by the REST routes, which work without the gateway and without user-service.

import { ask } from "./graphql.ts";
import { orElse } from "./or-else.ts";
import { readOwn, write } from "./rest.ts";

export type OrderStatus = "PENDING" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED";

export interface OrderItem {
  productId: string;
  name: string;
  quantity: number;
  price: number;
}

export interface Order {
  id: string;
  userId: string;
  items: OrderItem[];
  total: number;
  status: OrderStatus;
  /** Why it is CANCELLED; "" otherwise. */
  reason: string;
  shippingAddress: string;
  city: string;
  createdAt: string;
}

/** In GraphQL, the name of a product is product-service's, and missing while that is away. */
interface ListedOrder extends Omit<Order, "items" | "reason" | "shippingAddress" | "city"> {
  items: { productId: string; quantity: number; price: number; product: { name: string } | null }[];
  reason: string | null;
  shippingAddress: string | null;
  city: string | null;
}

export const MOST_LISTED_ORDERS = 20;

const LIST = `query Orders($first: Int) {
  orders(first: $first) {
    id userId total status reason createdAt shippingAddress city
    items { productId quantity price product { name } }
  }
}`;

/** One's own, newest first. By GraphQL; while that does not answer, by the REST route of order-service itself. */
export function getOrders(): Promise<Order[]> {
  return orElse(byGraphQl, () => readOwn(`/v1/orders?limit=${MOST_LISTED_ORDERS}`));
}

async function byGraphQl(): Promise<Order[]> {
  const { data } = await ask<{ orders: ListedOrder[] }>({
    query: LIST,
    variables: { first: MOST_LISTED_ORDERS },
  });
  return data.orders.map(fromListed);
}

function fromListed({ items, reason, shippingAddress, city, ...order }: ListedOrder): Order {
  return {
    ...order,
    ...{ reason: reason ?? "", shippingAddress: shippingAddress ?? "", city: city ?? "" },
    items: items.map(({ product, ...item }) => ({ ...item, name: product?.name ?? "" })),
  };
}

/** One that the user has placed, or has sold something of. */
export function getOrder(id: string): Promise<Order> {
  return readOwn(pathOf(id));
}

export function placeOrder(
  items: { productId: string; quantity: number }[],
  key: string,
): Promise<Order> {
  return write({ method: "POST", path: "/v1/orders", body: { items }, key });
}

/** By its buyer, while it is PENDING or PROCESSING. */
export async function cancelOrder(id: string): Promise<void> {
  await write({ method: "DELETE", path: pathOf(id) });
}

/** By a seller of something in it. */
export async function moveOrder(id: string, status: "SHIPPED" | "DELIVERED"): Promise<void> {
  await write({ method: "PATCH", path: pathOf(id), body: { status } });
}

function pathOf(id: string): string {
  return `/v1/orders/${encodeURIComponent(id)}`;
}
