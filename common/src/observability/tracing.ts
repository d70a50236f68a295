// Traces are exported where OTEL_EXPORTER_OTLP_ENDPOINT names a collector. Otherwise nothing is wrapped, and nothing of the SDK
// is loaded. All variables are OpenTelemetry's: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/

import { z } from "zod";
import { createLogger } from "../base/logger.ts";
import { reasonOf } from "../base/reason.ts";
import { HttpUrl, readSettings } from "../base/settings.ts";
import type { Instrumentation } from "../http/instrumentation.ts";
import { traceHandling, tracePublishing } from "./event-spans.ts";
import { traceRequests } from "./request-spans.ts";

/** What most need to set. All but the first is for the SDK, which reads these and others (docs/running.md) by itself. */
export const TracingSettings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: HttpUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_TRACES_SAMPLER: z.string().optional(),
});

/** Undefined where no traces are wanted. Ends the process with 78 when they are and the SDK is not installed. */
export async function startTracing(service: string): Promise<Instrumentation | undefined> {
  if (readSettings(TracingSettings).OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return undefined;
  const sdk = await import("./tracing-sdk.ts").catch(endWithoutSdk);
  return {
    requests: traceRequests,
    inbox: traceHandling,
    bus: tracePublishing,
    stop: sdk.startExporting(service, createLogger(service)),
  };
}

// The reason names the package.
function endWithoutSdk(error: unknown): never {
  const reason = reasonOf(error).replace(/ imported from .*/s, "");
  process.stderr.write(
    `OTEL_EXPORTER_OTLP_ENDPOINT: spans cannot be exported without OpenTelemetry's SDK: ${reason}\n`,
  );
  process.exit(78); // EX_CONFIG, as readSettings
}
