// The gateway of the blog.

import { startTracing } from "@blog/common/observability/tracing";
import { blog } from "../../infra/systems/blog.ts";
import { startGateway } from "./start.ts";

const tracing = await startTracing("client");

await startGateway(blog, {
  instrumentation: tracing,
});
