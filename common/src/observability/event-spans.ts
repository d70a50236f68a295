// The spans of an event from publish to handle, and their attributes. Names follow OpenTelemetry's conventions for messaging.
// https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/

import type { ReceivedEvent } from "../wire/cloud-events.ts";
import type { Inbox } from "../wire/delivery.ts";
import type { Effect } from "../wire/effects.ts";
import type { EventBus } from "../messaging/event-bus.ts";
import { inSpans, isTracing, type SpanAbout, startSpan } from "./trace.ts";

type TracedEvent = Pick<ReceivedEvent, "id" | "type" | "traceparent" | "position">;

/** `publish` and `deliver` are spans of a producer, `handle` of a consumer. */
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

/** A bus with a span for each publish of an event. */
export function tracePublishing<Bus extends EventBus>(bus: Bus): Bus {
  return {
    ...bus,
    // Without tracing, no spans are made.
    publish: (events) =>
      isTracing()
        ? inSpans(
            events.map((event) => eventSpan("publish", event)),
            () => bus.publish(events),
          )
        : bus.publish(events),
  };
}

/**
 * An inbox with a span for each event it handles, unless the event was ignored. The events that follow name that span.
 */
export function traceHandling<Receiving extends Inbox>(inbox: Receiving): Receiving {
  return {
    ...inbox,
    async receive(delivery, note) {
      if (!isTracing()) return inbox.receive(delivery, note);
      const spans = delivery.events.map((event) =>
        event.traceparent ? startSpan(eventSpan("handle", event)) : undefined,
      );
      const events = delivery.events.map((event, index) => {
        const traceparent = spans[index]?.traceparent;
        return traceparent ? { ...event, traceparent } : event;
      });
      const effects: Effect[] = [];
      let failure: string | undefined;
      try {
        return await inbox.receive({ ...delivery, events }, (effect) => {
          effects.push(effect);
          note?.(effect);
        });
      } catch (error) {
        failure = String(error);
        throw error;
      } finally {
        for (const [index, span] of spans.entries())
          if (effects[index] !== "ignored") span?.end({ failure });
      }
    },
  };
}
