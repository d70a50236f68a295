// Whether spans are made: only where OTEL_EXPORTER_OTLP_ENDPOINT is set. Otherwise nothing of it is loaded.
// The variables are OpenTelemetry's own: https://opentelemetry.io/docs/specs/otel/protocol/exporter/

import { z } from "zod";
import type { Logger } from "../base/logger.ts";
import { HttpUrl, readSettings } from "../base/settings.ts";
import { exportSpansTo } from "./trace.ts";

// Pairs as in W3C Baggage: `api-key=abc,other=x%20y`.
const Headers = z.string().transform((list, context) => {
  const headers: Record<string, string> = {};
  for (const pair of list.split(",").filter((text) => text.trim() !== "")) {
    const [name = "", value] = pair.split(/=(.*)/s);
    if (value === undefined) context.addIssue("must be name=value, separated by commas");
    else headers[name.trim()] = decodeURIComponent(value.trim());
  }
  return headers;
});

export const TracingSettings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: HttpUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: Headers.default({}),
});

/** Resolves with what has to be called last of all, when the service stops. */
export async function startTracing(service: string, log: Logger): Promise<() => Promise<void>> {
  const settings = readSettings(TracingSettings);
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = settings;
  if (endpoint === undefined) return async () => {};
  const { createExporter } = await import("./otlp-exporter.ts");
  const exporter = createExporter({ endpoint, headers, service, log });
  exportSpansTo(exporter.export);
  return exporter.stop;
}
