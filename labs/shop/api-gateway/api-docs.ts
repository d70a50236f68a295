// What the gateway answers, for /api-docs. What can be asked is in schema.graphql; the lesson is in app.ts.

import { body, describeApi, json, problem } from "@blog/common/api-docs/openapi";
import {
  deliveryPaths,
  idempotencyKeyHeader,
  operatorPaths,
  serviceSchemas,
} from "@blog/common/api-docs/openapi-shared";
import { z } from "zod";
import { ERROR_CODES } from "./src/errors.ts";
import { MAX_BYTES, MAX_COST, MAX_DEPTH, MAX_TOKENS } from "./src/limits.ts";

const GraphQLRequest = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});
const GraphQLError = z.object({
  message: z.string(),
  locations: z.array(z.object({ line: z.int(), column: z.int() })).optional(),
  path: z.array(z.union([z.string(), z.int()])).optional(),
  extensions: z.object({
    code: z.enum(ERROR_CODES),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  }),
});
const GraphQLAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(GraphQLError).optional(),
  /** How many lists this gateway has answered from its cache, and how many it had to load. */
  extensions: z.object({ cache: z.object({ hits: z.int(), misses: z.int() }) }).optional(),
});

const { "/events": events } = deliveryPaths("every event that makes a cached list untrue", {
  type: "ProductDeleted",
  data: { id: "product-1", version: 2 },
});

// It has no checkpoint, so it never asks for what came before, and no disk. What it depends on is a cache that is shared.
const { 409: _, 507: __, ...responses } = events?.post?.responses ?? {};
const unavailable = problem("The shared cache is not available. Deliver this again later.");

export const openApi = describeApi({
  title: "api-gateway",
  description: "GraphQL in front of the shop's services.",
  schemas: { GraphQLRequest, GraphQLError, GraphQLAnswer, ...serviceSchemas },
  paths: {
    "/graphql": {
      post: {
        operationId: "askGraphQL",
        summary: "One operation: a query, or mutations.",
        description:
          "The schema is there for the asking (introspection), unless INTROSPECTION=0. `Authorization: Bearer <token>` is needed for " +
          "users, orders and all that changes something. " +
          `At most ${MAX_TOKENS} tokens, ${MAX_DEPTH} levels and ${MAX_COST} fields, where a list counts \`first\` times.`,
        parameters: [idempotencyKeyHeader],
        requestBody: body("GraphQLRequest", {
          query: "query getProducts { products(first: 10) { id name price stock owner { name } } }",
        }),
        responses: {
          200: json("Data, and an error for each field that is missing.", "GraphQLAnswer"),
          400: json("Nothing was done; the errors name what is wrong.", "GraphQLAnswer"),
          405: problem("Neither POST nor GET, or a mutation by GET."),
          406: problem("The client accepts no JSON."),
          413: problem(`More than ${MAX_BYTES} bytes.`),
          415: problem("No JSON."),
          429: problem("Too many requests from this address in a minute."),
        },
      },
    },
    "/events": { post: { ...events!.post!, responses: { ...responses, 503: unavailable } } },
    ...operatorPaths,
  },
});
