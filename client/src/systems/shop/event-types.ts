// The events of the shop: how each is drawn, its contract, and where in the code it is published and handled. Tests find each
// place in the sources.

import type { EventType } from "../system.ts";
import { contracts } from "./contracts.ts";

type Type = keyof typeof contracts;
type Places = Pick<EventType, "declared" | "published" | "handled">;

const inFile = (file: string) => (code: string) => ({ file: `labs/shop/${file}`, code });
const declared = inFile("contracts/src/events.ts");
const signUp = inFile("user-service/src/auth-routes.ts");
const users = inFile("user-service/src/app.ts");
const products = inFile("product-service/src/products.ts");
const stock = inFile("product-service/src/reservations.ts");
const productEvents = inFile("product-service/src/handlers.ts");
const place = inFile("order-service/src/place.ts");
const orders = inFile("order-service/src/orders.ts");
const orderEvents = inFile("order-service/src/handlers.ts");
const worker = inFile("worker-service/src/app.ts");
const forget = inFile("api-gateway/src/forget.ts");

const object = (type: Type) => declared(`export const ${type} = z.looseObject({`);
const alias = (type: Type, schema: string) => declared(`export const ${type} = ${schema}`);
const added = (type: Type) => `outbox.add(tx, "${type}"`;

const OF_USERS = {
  UserRegistered: {
    declared: object("UserRegistered"),
    published: [signUp(added("UserRegistered"))],
    handled: [forget("UserRegistered: users")],
  },
  ProfileUpdated: {
    declared: alias("ProfileUpdated", "PostalAddress.extend({"),
    published: [users(added("ProfileUpdated"))],
    handled: [
      users("ProfileUpdated: ({ data: { userId: id, ...profile } }, tx) =>"),
      orderEvents("async ProfileUpdated({ data }, tx) {"),
      worker("async ProfileUpdated({ data }) {"),
      forget("ProfileUpdated: users"),
    ],
  },
  UserDeleted: {
    declared: object("UserDeleted"),
    published: [users(added("UserDeleted"))],
    handled: [
      users("async UserDeleted({ data }, tx) {"),
      productEvents("UserDeleted: ({ data }, tx) =>"),
      orderEvents("async UserDeleted({ data: { id, version } }, tx) {"),
      forget("async UserDeleted({ data }) {"),
    ],
  },
} satisfies Partial<Record<Type, Places>>;

const OF_PRODUCTS = {
  ProductCreated: {
    declared: alias("ProductCreated", "Product;"),
    published: [products(added("ProductCreated"))],
    handled: [
      orderEvents("ProductCreated: forgetPrice"),
      worker("ProductCreated: passProductOn"),
      forget("ProductCreated: products"),
    ],
  },
  ProductUpdated: {
    declared: alias("ProductUpdated", "Product;"),
    published: [products(added("ProductUpdated"))],
    handled: [
      orderEvents("ProductUpdated: forgetPrice"),
      worker("ProductUpdated: passProductOn"),
      forget("ProductUpdated: products"),
    ],
  },
  ProductDeleted: {
    declared: object("ProductDeleted"),
    published: [products(added("ProductDeleted"))],
    handled: [orderEvents("ProductDeleted: forgetPrice"), forget("ProductDeleted: products")],
  },
  StockReserved: {
    declared: object("StockReserved"),
    published: [stock(added("StockReserved"))],
    handled: [
      orderEvents("async StockReserved({ data }, tx) {"),
      forget("StockReserved: products"),
    ],
  },
  StockRejected: {
    declared: object("StockRejected"),
    published: [stock(added("StockRejected"))],
    handled: [orderEvents("async StockRejected({ data: { orderId, shortages } }, tx) {")],
  },
  StockReleased: {
    declared: object("StockReleased"),
    published: [stock(added("StockReleased"))],
    handled: [forget("StockReleased: products")],
  },
} satisfies Partial<Record<Type, Places>>;

const OF_ORDERS = {
  OrderPlaced: {
    declared: object("OrderPlaced"),
    published: [place(added("OrderPlaced"))],
    handled: [productEvents("OrderPlaced: ({ data }, tx) =>"), forget("OrderPlaced: orders")],
  },
  OrderConfirmed: {
    declared: alias("OrderConfirmed", "Order;"),
    published: [orderEvents(added("OrderConfirmed"))],
    handled: [forget("OrderConfirmed: orders")],
  },
  OrderRejected: {
    declared: alias("OrderRejected", "Order.extend({"),
    published: [orderEvents(added("OrderRejected"))],
    handled: [forget("OrderRejected: orders")],
  },
  OrderCancelled: {
    declared: alias("OrderCancelled", "Order.extend({"),
    published: [orders(added("OrderCancelled"))],
    handled: [
      productEvents("OrderCancelled: ({ data }, tx) =>"),
      orderEvents("async OrderCancelled({ data }, tx) {"),
      forget("OrderCancelled: orders"),
    ],
  },
  OrderShipped: {
    declared: alias("OrderShipped", "Order;"),
    published: [orders("outbox.add(tx, step")],
    handled: [orderEvents("async OrderShipped({ data }, tx) {"), forget("OrderShipped: orders")],
  },
  OrderDelivered: {
    declared: alias("OrderDelivered", "Order;"),
    published: [orders("outbox.add(tx, step")],
    handled: [
      orderEvents("async OrderDelivered({ data }, tx) {"),
      forget("OrderDelivered: orders"),
    ],
  },
  OrderUpdated: {
    declared: alias("OrderUpdated", "Order.extend({"),
    published: [orderEvents(added("OrderUpdated"))],
    handled: [forget("OrderUpdated: orders")],
  },
} satisfies Partial<Record<Type, Places>>;

const PLACES: Record<Type, Places> = { ...OF_USERS, ...OF_PRODUCTS, ...OF_ORDERS };

/** + appears, ~ changes, − goes, ✓ yes, × no. */
const LOOKS: Record<Type, Pick<EventType, "letter" | "colour">> = {
  UserRegistered: { letter: "U+", colour: "violet" },
  ProfileUpdated: { letter: "U~", colour: "violet" },
  UserDeleted: { letter: "U−", colour: "violet" },
  ProductCreated: { letter: "P+", colour: "blue" },
  ProductUpdated: { letter: "P~", colour: "blue" },
  ProductDeleted: { letter: "P−", colour: "blue" },
  StockReserved: { letter: "S✓", colour: "green" },
  StockRejected: { letter: "S×", colour: "green" },
  StockReleased: { letter: "S+", colour: "green" },
  OrderPlaced: { letter: "O+", colour: "brown" },
  OrderConfirmed: { letter: "O✓", colour: "brown" },
  OrderRejected: { letter: "O×", colour: "brown" },
  OrderCancelled: { letter: "O−", colour: "brown" },
  OrderShipped: { letter: "O→", colour: "brown" },
  OrderDelivered: { letter: "O↓", colour: "brown" },
  OrderUpdated: { letter: "O~", colour: "brown" },
};

// Object.keys knows no names; those of an object of ours are its own.
const TYPES = Object.keys(contracts) as Type[];

export const eventTypes = new Map<string, EventType>(
  TYPES.map((type) => [type, { ...LOOKS[type], contract: contracts[type], ...PLACES[type] }]),
);
