// Spans: what was done for a trace, by whom, and for how long. An event carries the span in which it was created; its
// publish, deliver and handle spans are children of that one. Without an exporter (tracing.ts) there are no spans at all: a
// trace that a caller has begun is passed on as it is.

import { randomBytes } from "node:crypto";

export interface SpanAbout {
  name: string;
  kind: "server" | "producer" | "consumer";
  /** The `traceparent` of what caused it. */
  parent?: string | undefined;
  attributes?: Record<string, string | number>;
}

/** Times are milliseconds since 1970, with fractions. */
export interface FinishedSpan extends SpanAbout {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startMs: number;
  endMs: number;
  failure?: string | undefined;
}

export interface Span {
  /** For whatever is caused by it. */
  traceparent: string;
  /** What became known meanwhile may be added. A failure is a reason, in words. */
  end(late?: Pick<FinishedSpan, "failure" | "attributes"> & { name?: string }): void;
}

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values
const TRACEPARENT =
  /^[\da-f]{2}-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})$/;

let exportSpan: ((span: FinishedSpan) => void) | undefined;

/** From now on spans are made, and given to `exporter` when they end. */
export function exportSpansTo(exporter: ((span: FinishedSpan) => void) | undefined): void {
  exportSpan = exporter;
}

export function isTracing(): boolean {
  return exportSpan !== undefined;
}

/** Whether a `traceparent` is well-formed. The standard starts a new trace where it is not. */
export function isTraceparent(text: string | undefined): text is string {
  return text !== undefined && TRACEPARENT.test(text);
}

/** Undefined when none is recorded: no exporter, or the caller has decided against recording this trace. */
export function startSpan(about: SpanAbout): Span | undefined {
  if (!exportSpan) return undefined;
  const parent = TRACEPARENT.exec(about.parent ?? "")?.groups;
  if (parent && (Number.parseInt(parent.flags ?? "", 16) & 1) === 0) return undefined;
  const traceId = parent?.traceId ?? randomBytes(16).toString("hex");
  const spanId = randomBytes(8).toString("hex");
  const startMs = now();

  return {
    traceparent: `00-${traceId}-${spanId}-01`,
    end({ attributes, ...late } = {}) {
      exportSpan?.({
        ...about,
        ...late,
        attributes: { ...about.attributes, ...attributes },
        traceId,
        spanId,
        ...(parent?.spanId && { parentSpanId: parent.spanId }),
        startMs,
        endMs: now(),
      });
    },
  };
}

/**
 * Does work that all these spans are about, and ends them with it. An event without a parent gets no span.
 * `failureOf` finds the failure in what `work` resolves with; a rejection is always one.
 */
export async function inSpans<Result>(
  abouts: SpanAbout[],
  work: () => Promise<Result> | Result,
  failureOf: (result: Result) => string | undefined = () => undefined,
): Promise<Result> {
  const spans = abouts.flatMap((about) => (about.parent && startSpan(about)) || []);
  try {
    const result = await work();
    const failure = failureOf(result);
    for (const span of spans) span.end({ failure });
    return result;
  } catch (error) {
    for (const span of spans) span.end({ failure: String(error) });
    throw error;
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
