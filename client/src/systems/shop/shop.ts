// The shop, as the bus view shows it.

import { newId } from "@blog/common/base/ids";
import type { Service, System } from "../system.ts";
import { eventTypes } from "./event-types.ts";
import { experiments, parking, poison } from "./experiments.ts";
import { load } from "./load.ts";
import { summaryOf } from "./summary.ts";

const services = new Map<string, Service>(
  Object.entries({
    "user-service": {
      home: "left",
      about:
        "Owns the users: it registers them, issues their tokens, and publishes each change of a profile.",
    },
    "order-service": {
      home: "left",
      about:
        "Owns the orders, from PENDING to DELIVERED. It accepts one without asking about the stock, and learns the verdict from an event.",
    },
    "product-service": {
      home: "left",
      about:
        "Owns the products and their stock. It alone decides on an order, by reserving all of it or nothing, in one transaction.",
    },
    "worker-service": {
      home: "right",
      about:
        "Passes changes on by calls: the owner of products, the names in orders. It keeps nothing, and publishes nothing.",
    },
    "api-gateway": {
      home: "right",
      about:
        "Answers GraphQL for all of them, partly from a cache. An event makes it forget what is not true any more. It publishes nothing.",
    },
  }),
);

export const shop: System = {
  noun: "shop",
  act: "order something",
  services,
  deploymentOf: (service) => service,
  eventTypes,
  summaryOf,
  experiments,
  parking,
  poison,
  // A new id for the thing itself, and a user, an order and a product that there are.
  suggestFields: (recent) => {
    const events = [...recent];
    return [
      ["id", newId()],
      ["userId", newest(events, "UserRegistered")],
      ["orderId", newest(events, "OrderPlaced")],
      ["productId", newest(events, "ProductCreated")],
      ["version", "1"],
    ];
  },
  load,
  glossary: [
    [
      "Saga",
      "What several services decide one after the other, each in a transaction of its own, with a way back: OrderPlaced, StockReserved, OrderConfirmed.",
    ],
    [
      "Reservation",
      "The row by which product-service has decided on an order: it is looked up before anything is taken, so that no order takes twice.",
    ],
  ],
};

/** The id in the newest event of this type; empty where there is none. */
function newest(events: readonly { type: string; data?: unknown }[], wanted: string): string {
  const data = events.find(({ type }) => type === wanted)?.data;
  return String((data as { id?: unknown } | undefined)?.id ?? "");
}
