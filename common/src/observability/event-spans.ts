// A span for each event that a service publishes or handles.

import type { EventBus } from "../messaging/event-bus.ts";
import type { Inbox } from "../wire/delivery.ts";
import type { Effect } from "../wire/effects.ts";
import { endSpans, handOn, startEventSpans } from "./spans.ts";

/** A bus with a span for each publish of an event. */
export function tracePublishing<Bus extends EventBus>(bus: Bus): Bus {
  return {
    ...bus,
    async publish(events) {
      const spans = startEventSpans("publish", events);
      try {
        await bus.publish(events);
        endSpans(spans);
      } catch (error) {
        endSpans(spans, String(error));
        throw error;
      }
    },
  };
}

/**
 * An inbox with a span for each event it handles, unless the event was ignored. The events that follow name that span.
 */
export function traceHandling<Receiving extends Inbox>(inbox: Receiving): Receiving {
  return {
    ...inbox,
    async receive(delivery, note) {
      const spans = startEventSpans("handle", delivery.events);
      const events = delivery.events.map((event, index) => {
        const span = spans[index];
        return span ? handOn(span, { ...event }) : event;
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
        endSpans(
          spans.filter((_, index) => effects[index] !== "ignored"),
          failure,
        );
      }
    },
  };
}
