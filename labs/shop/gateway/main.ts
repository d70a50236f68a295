// The gateway of the shop: its page, /bus and /services, GraphQL, and the public addresses of the three services.

import { startTracing } from "@blog/common/observability/tracing";
import { startGateway } from "../../../client/gateway/start.ts";
import { system } from "../system.ts";

const tracing = await startTracing("client");

await startGateway(system, {
  instrumentation: tracing,
});
