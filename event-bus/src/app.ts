// The event bus over HTTP: POST /events to say, GET /events to read back, /subscriptions to see who has heard what.

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
  /** More routes: what is not there in production. */
  addition?: { addRoutes(app: Express): void } | undefined;
}

export function createApp({ bus, addition }: Dependencies, options: ServiceOptions = {}): Service {
  const { secret, allowedHosts } = options;
  const publishing = { bus, path: "/events", secret };
  return createService("event-bus", {
    ...options,

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
