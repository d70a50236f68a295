// The gateway of the library: its page, /bus and /services, and the public addresses of the catalogue.

import { startTracing } from "@blog/common/observability/tracing";
import { startGateway } from "../../../client/gateway/start.ts";
import { system } from "../system.ts";

const tracing = await startTracing("client");

await startGateway(system, {
  instrumentation: tracing,
});
