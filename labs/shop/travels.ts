// From where to where each event of the shop goes, with an example. Contracts are in contracts/src/events.ts.

import type { contracts } from "@shop/contracts/events";
import type { Travel } from "../../infra/systems/system.ts";

const address = {
  shippingAddress: "12 St James's Square",
  pincode: "SW1Y 4JH",
  city: "London",
  country: "United Kingdom",
  phoneNumber: "+44 20 7946 0018",
};
const product = {
  id: "product-1",
  name: "Notebook",
  description: "96 pages, dotted.",
  priceCents: 2999,
  stock: 100,
  ownerId: "user-1",
  ownerName: "Ada",
  ownerAddress: "12 St James's Square, London",
  createdAt: "2026-01-01T00:00:00.000Z",
  version: 1,
};
const order = { id: "order-1", userId: "user-2", version: 2 };
const item = { productId: product.id, quantity: 2 };
const shortage = { productId: product.id, wanted: 200, left: 100 };

const fromUsers = { publishedBy: "user-service" };
const fromProducts = { publishedBy: "product-service" };
const fromOrders = { publishedBy: "order-service" };

const accounts = {
  UserRegistered: {
    ...fromUsers,
    summary: "A user has registered.",
    consumedBy: ["api-gateway"],
    example: { id: "user-1", name: "Ada", version: 1 },
  },
  ProfileUpdated: {
    ...fromUsers,
    summary: "What a user is called now, and where orders go, whole.",
    consumedBy: ["user-service", "order-service", "worker-service", "api-gateway"],
    example: { userId: "user-1", name: "Ada", ...address, version: 2 },
  },
  UserDeleted: {
    ...fromUsers,
    summary: "A user is gone. Open orders are cancelled, products withdrawn, addresses erased.",
    consumedBy: ["user-service", "product-service", "order-service", "api-gateway"],
    example: { id: "user-1", version: 3 },
  },
} satisfies Record<string, Travel>;

const goods = {
  ProductCreated: {
    ...fromProducts,
    summary: "A product is for sale.",
    consumedBy: ["order-service", "worker-service", "api-gateway"],
    example: product,
  },
  ProductUpdated: {
    ...fromProducts,
    summary: "What a product is now, whole.",
    consumedBy: ["order-service", "worker-service", "api-gateway"],
    example: { ...product, priceCents: 2499, version: 2 },
  },
  ProductDeleted: {
    ...fromProducts,
    summary: "A product is no longer for sale.",
    consumedBy: ["order-service", "api-gateway"],
    example: { id: product.id, version: 3 },
  },
  StockReserved: {
    ...fromProducts,
    summary: "Everything that an order names is reserved for it.",
    consumedBy: ["order-service", "api-gateway"],
    example: { orderId: order.id, items: [{ ...item, left: 98, version: 4 }] },
  },
  StockRejected: {
    ...fromProducts,
    summary: "There is not enough for an order: nothing is reserved.",
    consumedBy: ["order-service"],
    example: { orderId: order.id, shortages: [shortage] },
  },
  StockReleased: {
    ...fromProducts,
    summary: "What was reserved for a cancelled order can be sold again.",
    consumedBy: ["api-gateway"],
    example: { orderId: order.id, items: [{ ...item, left: 100, version: 5 }] },
  },
} satisfies Record<string, Travel>;

const purchases = {
  OrderPlaced: {
    ...fromOrders,
    summary: "A user wants these products. The order is PENDING.",
    consumedBy: ["product-service", "api-gateway"],
    example: { ...order, items: [{ ...item, priceCents: 2999 }], totalCents: 5998, version: 1 },
  },
  OrderConfirmed: {
    ...fromOrders,
    summary: "Its products are reserved. The order is PROCESSING.",
    consumedBy: ["api-gateway"],
    example: order,
  },
  OrderRejected: {
    ...fromOrders,
    summary: "There is not enough for it. The order is CANCELLED.",
    consumedBy: ["api-gateway"],
    example: { ...order, reason: "insufficient stock", shortages: [shortage] },
  },
  OrderCancelled: {
    ...fromOrders,
    summary: "Its buyer does not want it any more. Product-service releases what was reserved.",
    consumedBy: ["product-service", "order-service", "api-gateway"],
    example: { ...order, reason: "cancelled by the buyer", version: 3 },
  },
  OrderShipped: {
    ...fromOrders,
    summary: "It is on its way, and keeps its address.",
    consumedBy: ["order-service", "api-gateway"],
    example: { ...order, version: 3 },
  },
  OrderDelivered: {
    ...fromOrders,
    summary: "It has arrived.",
    consumedBy: ["order-service", "api-gateway"],
    example: { ...order, version: 4 },
  },
  OrderUpdated: {
    ...fromOrders,
    summary: "Its address, or the name of something in it, is another one.",
    consumedBy: ["api-gateway"],
    example: { ...order, changed: "address", version: 3 },
  },
} satisfies Record<string, Travel>;

export const travels: Record<keyof typeof contracts, Travel> = {
  ...accounts,
  ...goods,
  ...purchases,
};
