// The event bus over HTTP: POST /events to publish, GET /events to read the log, /subscriptions to see each subscriber's state.

import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { refuseWebPages } from "@blog/common/http/web-pages";
import type { Express } from "express";
import type { Bus } from "./bus.ts";
import { addLogRoute } from "./routes/log-route.ts";
import { createPublishHandler } from "./routes/publish-handler.ts";
import { addSubscriptionRoutes } from "./routes/subscription-routes.ts";

interface Dependencies {
  bus: Bus;
  /** More routes: what is not there in production. */
  addition?: { addRoutes(app: Express): void } | undefined;
}

export function createApp({ bus, addition }: Dependencies, options: ServiceOptions = {}): Service {
  const { secret, allowedHosts } = options;
  return createService("event-bus", {
    ...options,

    events: createPublishHandler({ bus, secret }),

    internalRoutes(app) {
      app.use(refuseWebPages(allowedHosts));
      addLogRoute(app, bus);
      addSubscriptionRoutes(app, bus);
      addition?.addRoutes(app);
    },
  });
}
