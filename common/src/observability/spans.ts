// Spans by way of OpenTelemetry's API: whichever SDK is registered records them. An event carries the span in which it was
// created; its publish, deliver and handle spans are children of that one. An event without a trace gets no span.
// Names follow the conventions: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/

import {
  type Attributes,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import type { ReceivedEvent } from "../wire/cloud-events.ts";

type TracedEvent = Pick<ReceivedEvent, "id" | "type" | "traceparent" | "position">;

/** `headers` may hold the parent, as W3C Trace Context. Without one, the span begins a trace. */
export function startSpan(
  name: string,
  kind: SpanKind,
  headers: object,
  attributes: Attributes,
): Span {
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  return trace.getTracer("@blog/common").startSpan(name, { kind, attributes }, parent);
}

/** Writes the span into `headers`, as the parent of what it causes. */
export function handOn<Headers extends object>(span: Span, headers: Headers): Headers {
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), headers);
  return headers;
}

/** One for each event, in their order. `publish` and `deliver` are spans of a producer, `handle` of a consumer. */
export function startEventSpans(
  operation: "publish" | "deliver" | "handle",
  events: TracedEvent[],
  attributes: Attributes = {},
): (Span | undefined)[] {
  const kind = operation === "handle" ? SpanKind.CONSUMER : SpanKind.PRODUCER;
  return events.map(({ id, type, traceparent, position }) =>
    traceparent === undefined
      ? undefined
      : startSpan(
          `${operation} ${type}`,
          kind,
          { traceparent },
          {
            "messaging.operation.name": operation,
            "messaging.destination.name": type,
            ...(id && { "messaging.message.id": id }),
            ...(position && { "event_bus.position": position }),
            ...attributes,
          },
        ),
  );
}

/** A failure is a reason, in words. */
export function endSpans(spans: (Span | undefined)[], failure?: string): void {
  for (const span of spans) {
    if (failure !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span?.end();
  }
}
