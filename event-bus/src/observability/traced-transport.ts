// A transport with a span for each try to deliver an event: how long it took, to which subscriber, and its result. Only with
// tracing, and only for events that carry one.

import { eventSpan } from "@blog/common/observability/event-spans";
import { inSpans, isTracing } from "@blog/common/observability/trace";
import { type Answer, classifyAnswer } from "../delivery/answer.ts";
import { attributesOf } from "../log/stored-event.ts";
import type { Transport } from "../delivery/transport.ts";

export function traceDeliveries(subscriber: string, transport: Transport): Transport {
  return {
    ...transport,
    async deliver(delivery) {
      if (!isTracing()) return transport.deliver(delivery);
      const about = { "event_bus.subscriber": subscriber, "event_bus.attempt": delivery.attempt };
      const spans = delivery.events.map((event) =>
        eventSpan("deliver", { ...event, ...attributesOf(event) }, about),
      );
      return inSpans(spans, () => transport.deliver(delivery), failureOf);
    },
  };
}

function failureOf(answer: Answer): string | undefined {
  const verdict = classifyAnswer(answer);
  return "reason" in verdict ? verdict.reason : undefined;
}
