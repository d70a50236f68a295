// What order-service answers, for /api-docs. The lesson is in src/app.ts.

import {
  body,
  describeApi,
  inHeader,
  inPath,
  inQuery,
  json,
  type Operation,
  problem,
} from "@blog/common/api-docs/openapi";
import {
  deliveryPaths,
  idempotencyKeyHeader,
  operatorPaths,
  serviceSchemas,
} from "@blog/common/api-docs/openapi-shared";
import { PageQuery } from "@labs/common/page-query";
import { Order } from "@shop/contracts/order";
import { z } from "zod";
import { NewOrder, StatusChange } from "./src/requests.ts";

const OrderAnswer = z.object({ status: z.int(), message: Order });
const OrdersAnswer = z.object({ status: z.int(), message: z.array(Order) });

const bearer = inHeader("Authorization", "`Bearer <access token>`.");
const byId = inPath("id", "The id of the order.");
const ifMatch = inHeader("If-Match", "The ETag of what the caller has read.");
const invalid = { 400: problem("A field is missing or wrong; the answer names it.") };
const notJson = { 413: problem("More than 128 kB."), 415: problem("No JSON.") };
const unknownCaller = { 401: problem("There is no access token, or none that is valid.") };
const missing = { 404: problem("There is no such order, or it is another's.") };
const order = (description: string) => json(description, "OrderAnswer");

const place = (operationId: string): Operation => ({
  operationId,
  summary: "Places an order. It is PENDING until product-service has decided.",
  parameters: [bearer, idempotencyKeyHeader],
  requestBody: body("NewOrder", { items: [{ productId: "product-1", quantity: 2 }] }),
  responses: {
    201: order("The order."),
    ...{ ...invalid, ...unknownCaller },
    403: problem("`userId` is another user's."),
    ...notJson,
    422: problem("The Idempotency-Key has come with another request before."),
    429: problem("Too many writes from this address in a minute."),
    503: problem("The service that knows the prices, or the address, is away."),
    507: problem("No space left on the disk."),
  },
});

const list = (operationId: string): Operation => ({
  operationId,
  summary: "The caller's orders, newest first. The Link header names the next page.",
  parameters: [
    bearer,
    ...inQuery(PageQuery, {
      limit: "How many, at most.",
      after: "The id of the last one of the page before.",
    }),
  ],
  responses: { 200: json("A page.", "OrdersAnswer"), ...invalid, ...unknownCaller },
});

const read = (operationId: string): Operation => ({
  operationId,
  summary:
    "One order, for its buyer and for the sellers of what is in it. Its ETag is its version.",
  parameters: [byId, bearer],
  responses: { 200: order("The order."), ...unknownCaller, ...missing },
});

const advance = (operationId: string): Operation => ({
  operationId,
  summary: "Ships an order, or notes that it has arrived; by a seller of something in it.",
  parameters: [byId, bearer, ifMatch],
  requestBody: body("StatusChange", { status: "SHIPPED" }),
  responses: {
    200: order("The order as it is now."),
    ...{ ...invalid, ...unknownCaller },
    403: problem("By the buyer."),
    ...missing,
    409: problem("It is not PROCESSING (to be SHIPPED), or not SHIPPED (to be DELIVERED)."),
    412: problem("It has changed since: If-Match names another version."),
    ...notJson,
  },
});

const cancel: Operation = {
  operationId: "cancelOrder",
  summary: "Cancels an order; by its buyer. What was reserved for it is released.",
  parameters: [byId, bearer, ifMatch],
  responses: {
    200: order("The order as it is now."),
    ...unknownCaller,
    403: problem("By one who sells."),
    ...missing,
    409: problem("It is on its way already, or cancelled."),
    412: problem("It has changed since: If-Match names another version."),
  },
};

export const openApi = describeApi({
  title: "order-service",
  description: "Owns the orders, from PENDING to DELIVERED.",
  schemas: { Order, OrderAnswer, OrdersAnswer, NewOrder, StatusChange, ...serviceSchemas },
  paths: {
    "/v1/orders": { get: list("listOrders"), post: place("placeOrder") },
    "/v1/orders/{id}": {
      get: read("readOrder"),
      patch: advance("advanceOrder"),
      delete: cancel,
    },
    "/v1/orders/create-order": { post: place("createOrder") },
    "/v1/orders/get-all-orders": { get: list("getAllOrders") },
    "/v1/orders/get-order/{id}": { get: read("getOrder") },
    "/v1/orders/update-status/{id}": { patch: advance("updateStatus") },
    ...deliveryPaths("StockReserved, StockRejected, ProfileUpdated, UserDeleted, and on its own", {
      type: "StockRejected",
      data: { orderId: "order-1", shortages: [{ productId: "product-1", wanted: 2, left: 1 }] },
    }),
    ...operatorPaths,
  },
});
