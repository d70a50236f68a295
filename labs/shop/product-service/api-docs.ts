// What product-service answers, for /api-docs. The lesson is in src/app.ts.

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
import { Product } from "@shop/contracts/product";
import { z } from "zod";
import { NewProduct, ProductChanges } from "./src/requests.ts";

const ProductAnswer = z.object({ status: z.int(), message: Product });
const ProductsAnswer = z.object({ status: z.int(), message: z.array(Product) });

const lamp = { name: "Lamp", description: "It is bright.", price: 29.99, stock: 10 };
const bearer = inHeader("Authorization", "`Bearer <access token>`.");
const byId = inPath("id", "The id of the product.");
const invalid = { 400: problem("A field is missing or wrong; the answer names it.") };
const missing = { 404: problem("There is no such product.") };
const notJson = { 413: problem("More than 128 kB."), 415: problem("No JSON.") };
const notOwner = {
  401: problem("There is no access token, or none that is valid."),
  403: problem("The product is another user's."),
  412: problem("It has changed since: If-Match names another version."),
};

const list = (operationId: string): Operation => ({
  operationId,
  summary: "Products, oldest first. The Link header names the next page.",
  parameters: inQuery(PageQuery, {
    limit: "How many, at most.",
    after: "The id of the last one of the page before.",
  }),
  responses: { 200: json("A page.", "ProductsAnswer"), ...invalid },
});

const create = (operationId: string): Operation => ({
  operationId,
  summary: "Creates a product of the caller's.",
  description: "With OPEN_PRODUCTS=1 it needs no token: then the product has no owner.",
  parameters: [bearer, idempotencyKeyHeader],
  requestBody: body("NewProduct", lamp),
  responses: {
    201: json("The product.", "ProductAnswer"),
    ...invalid,
    401: notOwner[401],
    ...notJson,
    422: problem("The Idempotency-Key has come with another request before."),
    429: problem("Too many writes from this address in a minute."),
    503: problem("User-service, which knows the owner, is away."),
    507: problem("No space left on the disk."),
  },
});

const read = (operationId: string): Operation => ({
  operationId,
  summary: "One product. Its ETag is its version.",
  parameters: [byId],
  responses: { 200: json("The product.", "ProductAnswer"), ...missing },
});

const change = (operationId: string, schema: "NewProduct" | "ProductChanges"): Operation => ({
  operationId,
  summary: schema === "NewProduct" ? "Changes all of a product." : "Changes what is named.",
  parameters: [byId, bearer, inHeader("If-Match", "The ETag of what the caller has read.")],
  requestBody: body(schema, schema === "NewProduct" ? lamp : { stock: 20 }),
  responses: {
    200: json("The product as it is now.", "ProductAnswer"),
    ...{ ...invalid, ...notOwner, ...missing, ...notJson },
  },
});

const remove = (operationId: string): Operation => ({
  operationId,
  summary: "Deletes a product. What orders have reserved of it stays theirs.",
  parameters: [byId, bearer, inHeader("If-Match", "The ETag of what the caller has read.")],
  responses: {
    200: json("The product as it was.", "ProductAnswer"),
    ...{ ...notOwner, ...missing },
  },
});

export const openApi = describeApi({
  title: "product-service",
  description: "Owns the products and their stock, and reserves it for orders.",
  schemas: {
    Product,
    ProductAnswer,
    ProductsAnswer,
    NewProduct,
    ProductChanges,
    ...serviceSchemas,
  },
  paths: {
    "/v1/products": { get: list("listProducts"), post: create("createProduct") },
    "/v1/products/{id}": {
      get: read("readProduct"),
      put: change("replaceProduct", "NewProduct"),
      patch: change("changeProduct", "ProductChanges"),
      delete: remove("deleteProduct"),
    },
    "/v1/product/get-all-products": { get: list("getAllProducts") },
    "/v1/product/create-product": { post: create("createOneProduct") },
    "/v1/product/get-product/{id}": { get: read("getProduct") },
    "/v1/product/update-product/{id}": { patch: change("updateProduct", "ProductChanges") },
    "/v1/product/delete-product/{id}": { delete: remove("deleteOneProduct") },
    ...deliveryPaths("OrderPlaced, OrderCancelled and UserDeleted", {
      type: "OrderCancelled",
      data: { id: "order-1", userId: "user-1", reason: "by the buyer", version: 2 },
    }),
    ...operatorPaths,
  },
});
