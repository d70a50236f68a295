// The event bus over HTTP: POST /events to say, GET /events to read back, /subscriptions to see who has heard what.

import type { LoadOpenApi } from "@blog/common/api-docs/api-docs";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { refuseWebPages } from "@blog/common/http/web-pages";
import type { Express } from "express";
import type { Bus } from "./bus.ts";
import { addLogRoute } from "./routes/log-route.ts";
import { addPublishRoute } from "./routes/publish-route.ts";
import { quickPublish } from "./speed/quick-publish.ts";
import { addSubscriptionRoutes } from "./routes/subscription-routes.ts";

interface Dependencies {
  bus: Bus;
  /** More routes, and the description of them all: what is not there in production. */
  addition?: { addRoutes(app: Express): void; openApi: LoadOpenApi } | undefined;
}

export function createApp(
  { bus, addition }: Dependencies,
  { secret, allowedHosts }: ServiceOptions = {},
): Service {
  const publishing = { bus, path: "/events", secret };
  return createService("event-bus", {
    allowedHosts,
    openApi: addition?.openApi ?? (() => import("./api-docs/openapi.ts")),

    quickEvents: quickPublish(publishing),

    internalRoutes(app) {
      app.use(refuseWebPages(allowedHosts));
      addPublishRoute(app, publishing);
      addLogRoute(app, bus);
      addSubscriptionRoutes(app, bus);
      addition?.addRoutes(app);
    },
  });
}
