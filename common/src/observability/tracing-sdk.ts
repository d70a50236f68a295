// OpenTelemetry's SDK, with an exporter of OTLP over HTTP in its JSON form. A span is a help and no promise: what the collector
// does not take is dropped, and never holds up a service.

import { diag, DiagLogLevel, propagation, trace } from "@opentelemetry/api";
import {
  ExportResultCode,
  setGlobalErrorHandler,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import { pause } from "../base/backoff.ts";
import type { Logger } from "../base/logger.ts";
import { reasonOf } from "../base/reason.ts";

const LAST_EXPORT_MS = 2000;

/** From now on, spans are exported. Returns what sends the last of them, or gives up after two seconds. */
export function startExporting(service: string, log: Logger): () => Promise<void> {
  reportTo(log);
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": service }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(warnOnce(new OTLPTraceExporter(), log))],
  });
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return async () => {
    await Promise.race([provider.shutdown().catch(() => {}), pause(LAST_EXPORT_MS)]);
  };
}

/** Warns once when exporting begins to fail, and not again before it has worked. */
function warnOnce(exporter: SpanExporter, log: Logger): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const { code, error } = result;
        const hasFailed = code === ExportResultCode.FAILED;
        if (hasFailed && !isFailing)
          log.warn({ reason: reasonOf(error) }, "cannot export spans; they are dropped");
        isFailing = hasFailed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

// What the SDK has to report, such as a wrong setting or a full queue: each once, whatever its numbers are.
function reportTo(log: Logger): void {
  const known = new Set<string>();
  const warn = (text: string) => {
    const kind = text.replaceAll(/\d+/g, "n");
    if (!known.has(kind)) log.warn(text);
    known.add(kind);
  };
  const ignore = () => {};
  diag.setLogger(
    { error: warn, warn, info: ignore, debug: ignore, verbose: ignore },
    DiagLogLevel.WARN,
  );
  // Failed exports, of which warnOnce knows.
  setGlobalErrorHandler(ignore);
}
