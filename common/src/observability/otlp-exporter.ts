// Sends spans to a collector: OTLP 1.x over HTTP, in its JSON form. A span is a help and no promise: what the collector does
// not take is dropped, and never holds up a service. Loaded only where traces are wanted.
// https://opentelemetry.io/docs/specs/otlp/#otlphttp

import { ask } from "../http/ask.ts";
import type { Logger } from "../base/logger.ts";
import { reasonOf } from "../base/reason.ts";
import { namesThisMachine } from "../http/this-machine.ts";
import type { FinishedSpan } from "./trace.ts";

interface ExporterOptions {
  /** Of the collector; spans go to `/v1/traces` below it. */
  endpoint: string;
  headers: Record<string, string>;
  service: string;
  log: Logger;
  everyMs?: number;
}

export interface Exporter {
  export(span: FinishedSpan): void;
  /** Sends what is left, or gives up after two seconds. */
  stop(): Promise<void>;
}

const MAX_PENDING = 2048;
const KINDS = { server: 2, producer: 4, consumer: 5 };
const FAILED = 2;

export function createExporter({
  endpoint,
  headers,
  service,
  log,
  everyMs = 1000,
}: ExporterOptions): Exporter {
  let waiting: FinishedSpan[] = [];
  let isFailing = false;
  // A collector elsewhere may be reached through a proxy only; one on this machine never is.
  const proxy = namesThisMachine(new URL(endpoint).host) ? "never" : "as configured";
  const timer = setInterval(() => void flush(), everyMs).unref();

  async function flush(): Promise<void> {
    if (waiting.length === 0) return;
    const spans = waiting;
    waiting = [];
    try {
      const { status } = await ask(`${endpoint}/v1/traces`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(toRequest(service, spans)),
        proxy,
      });
      if (status >= 300) throw new Error(`the collector answered ${status}`);
      isFailing = false;
    } catch (error) {
      if (!isFailing)
        log.warn({ reason: reasonOf(error) }, "cannot export spans; they are dropped");
      isFailing = true;
    }
  }

  return {
    export(span) {
      if (waiting.length < MAX_PENDING) waiting.push(span);
    },
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}

function toRequest(service: string, spans: FinishedSpan[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes({ "service.name": service }) },
        scopeSpans: [{ scope: { name: "@blog/common" }, spans: spans.map(toSpan) }],
      },
    ],
  };
}

function toSpan({ traceId, spanId, parentSpanId, name, kind, ...span }: FinishedSpan): object {
  return {
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: toNanoseconds(span.startMs),
    endTimeUnixNano: toNanoseconds(span.endMs),
    attributes: toAttributes(span.attributes ?? {}),
    status: span.failure === undefined ? {} : { code: FAILED, message: span.failure },
  };
}

// More than a number can hold exactly, so the protocol wants text.
function toNanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}

function toAttributes(attributes: Record<string, string | number>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));
}
