// The spans of an event on its way, and what they say about it. Names follow OpenTelemetry's conventions for messaging.
// https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/

import type { ReceivedEvent } from "../wire/cloud-events.ts";
import type { Inbox } from "../wire/delivery.ts";
import type { EventBus } from "../messaging/event-bus.ts";
import { inSpans, isTracing, type SpanAbout } from "./trace.ts";

type TracedEvent = Pick<ReceivedEvent, "id" | "type" | "traceparent" | "position">;

/** `publish` and `deliver` are somebody's who sends, `handle` is somebody's who hears. */
export function eventSpan(
  what: "publish" | "deliver" | "handle",
  { id, type, traceparent, position }: TracedEvent,
  attributes: Record<string, string | number> = {},
): SpanAbout {
  return {
    name: `${what} ${type}`,
    kind: what === "handle" ? "consumer" : "producer",
    parent: traceparent,
    attributes: {
      "messaging.operation.name": what,
      "messaging.destination.name": type,
      ...(id && { "messaging.message.id": id }),
      ...(position && { "event_bus.position": position }),
      ...attributes,
    },
  };
}

/** A bus that says of each event how long it took to be published. */
export function tracePublishing<Bus extends EventBus>(bus: Bus): Bus {
  return {
    ...bus,
    publish: (events) => inEventSpans("publish", events, () => bus.publish(events)),
  };
}

/** An inbox that says of each event how long its delivery took to be handled, for those who handle by themselves. */
export function traceHandling<Hears extends Inbox>(inbox: Hears): Hears {
  return {
    ...inbox,
    receive: (delivery, note) =>
      inEventSpans("handle", delivery.events, () => inbox.receive(delivery, note)),
  };
}

// Where nobody traces, there is nothing to say about any of them.
function inEventSpans<T>(
  what: "publish" | "handle",
  events: TracedEvent[],
  work: () => Promise<T>,
): Promise<T> {
  if (!isTracing()) return work();
  return inSpans(
    events.map((event) => eventSpan(what, event)),
    work,
  );
}
