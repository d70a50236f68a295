// The gateway: one request of a client becomes the calls it takes, to whichever services. The way of a request, in order: its
// size and its method (graphql-endpoint.ts) → what it asks for as a whole (check-request.ts) → its resolvers (resolvers.ts), whose
// loaders collect what they ask (loaders.ts) → an answer with what there is, and an error for each field that is missing
// (errors.ts). And the way of an event: which list it makes untrue (forget.ts).

import { createLogger } from "@blog/common/base/logger";
import { idempotencyKey } from "@blog/common/http/idempotency";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import type { Inbox } from "@blog/common/wire/delivery";
import { addCacheMetrics } from "@labs/common/cache/metrics";
import { createRequestCheck } from "./check-request.ts";
import { createContext, type Gateway } from "./context.ts";
import { createForgetting } from "./forget.ts";
import { createGraphQLEndpoint } from "./graphql-endpoint.ts";
import { createGraphQLMetrics } from "./metrics.ts";
import { schema } from "./schema.ts";

interface Dependencies extends Gateway {
  /** Whether clients may ask what the schema is. */
  introspection?: boolean;
}

export function createApp(
  { introspection = true, ...gateway }: Dependencies,
  options: ServiceOptions = {},
): Service<Inbox> {
  const name = "api-gateway";
  const metrics = createGraphQLMetrics();
  const graphql = createGraphQLEndpoint({
    check: createRequestCheck(schema, introspection),
    createContext: (req) =>
      createContext(gateway, {
        authorization: req.get("authorization"),
        idempotencyKey: idempotencyKey(req),
        address: req.ip,
      }),
    countCache: () => countReads(gateway.lists.caches),
    log: createLogger(name),
    metrics,
  });

  const service = createService(name, {
    ...options,

    routes(app) {
      app.all("/graphql", graphql);
    },

    inbox: createForgetting(gateway.lists.invalidate),
  });
  metrics.register(service.metrics);
  addCacheMetrics(service.metrics, gateway.lists.caches);
  return service;
}

function countReads(caches: Dependencies["lists"]["caches"]) {
  const sum = (outcome: "hits" | "misses") =>
    caches.reduce((total, cache) => total + cache.stats()[outcome], 0);
  return { hits: sum("hits"), misses: sum("misses") };
}
