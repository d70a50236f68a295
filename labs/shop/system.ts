// The shop: three services that own something, one that passes changes on by calls, and a GraphQL gateway, over a bus of their
// own. It runs beside the blog and the library: no port is the same.

import { randomBytes } from "node:crypto";
import { withoutEmpty } from "@blog/common/base/environment";
import { contracts } from "@shop/contracts/events";
import type { System } from "../../infra/systems/system.ts";
import { PASSWORD, seedProducts, seedUsers } from "./seed-goods.ts";
import { travels } from "./travels.ts";

const entry = "src/main.ts";
const ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

// Made anew at each start, once for all processes: nothing outside of them has to know it.
const { INTERNAL_SECRET = randomBytes(32).toString("base64url") } = withoutEmpty(process.env);
const WITH_SECRET = ["product-service", "order-service", "worker-service"];

export const system: System<typeof contracts> = {
  name: "shop",
  title: "Shop",
  description:
    "Users, products and orders: how several services decide one thing together, and never sell what is not there",
  dataFolder: ".data/shop",

  services: [
    { name: "event-bus", folder: "event-bus", entry, port: 30_005, firstPath: "/events" },
    {
      ...{ name: "user-service", folder: "labs/shop/user-service", entry, port: 30_000 },
      ...{ grpcPort: 50_061, originalPort: 5000 },
      ...{ keeps: "data", firstPath: "/api-docs", without: "no user signs in" },
    },
    {
      ...{ name: "product-service", folder: "labs/shop/product-service", entry, port: 30_001 },
      ...{ grpcPort: 50_062, originalPort: 6000 },
      ...{ keeps: "data", firstPath: "/api-docs", without: "orders stay pending" },
    },
    {
      ...{ name: "order-service", folder: "labs/shop/order-service", entry, port: 30_002 },
      ...{ grpcPort: 50_063, originalPort: 7000, caches: true },
      ...{ keeps: "data", firstPath: "/api-docs", without: "nothing accepts orders" },
    },
    {
      ...{ name: "worker-service", folder: "labs/shop/worker-service", entry, port: 30_003 },
      without: "products keep the old address of their owner",
    },
    {
      ...{ name: "api-gateway", folder: "labs/shop/api-gateway", entry, port: 30_004 },
      ...{ originalPort: 4000, caches: true },
      without: "nothing answers GraphQL",
    },
    {
      ...{ name: "client", folder: "labs/shop/gateway", entry: "main.ts", port: 3200 },
      without: "it has no page",
    },
  ],

  subscribers: [
    "user-service",
    "product-service",
    "order-service",
    "worker-service",
    "api-gateway",
  ],

  env: (service) => (WITH_SECRET.includes(service) ? { INTERNAL_SECRET } : {}),

  routes: [
    { methods: ["GET", "HEAD", "POST"], paths: ["/graphql"], service: "api-gateway" },
    {
      methods: ALL,
      paths: [
        ...["/v1/auth/:action", "/v1/users", "/v1/users/:id"],
        ...["/v1/user/:action", "/v1/user/:action/:id"],
        "/.well-known/jwks.json",
      ],
      service: "user-service",
    },
    {
      methods: ALL,
      paths: [
        ...["/v1/products", "/v1/products/:id"],
        ...["/v1/product/:action", "/v1/product/:action/:id"],
      ],
      service: "product-service",
    },
    {
      methods: ALL,
      paths: ["/v1/orders", "/v1/orders/:id", "/v1/orders/:action/:id"],
      service: "order-service",
    },
  ],

  contracts,
  travels,

  seed: {
    content: `${seedUsers.map(({ name }) => name).join(", ")} and ${seedProducts.length} products`,
    create: async (addresses) => (await import("./seed.ts")).seedShop(addresses),
  },

  welcome: (page) => [
    ["graphql", `${page}/graphql`],
    ["sign in", `${seedUsers.map(({ email }) => email).join(" or ")}, password: ${PASSWORD}`],
  ],
};
