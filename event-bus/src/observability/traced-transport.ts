// A transport with a span for each try to deliver an event: how long it took, to which subscriber, and its result. Only for
// events that carry a trace.

import { classifyAnswer } from "@blog/common/delivery/answer";
import { endSpans, startEventSpans } from "@blog/common/observability/spans";
import type { Transport } from "../delivery/transport.ts";
import { attributesOf } from "../log/stored-event.ts";

export function traceDeliveries(subscriber: string, transport: Transport): Transport {
  return {
    ...transport,
    async deliver(delivery) {
      const events = delivery.events.map((event) => ({ ...event, ...attributesOf(event) }));
      const spans = startEventSpans("deliver", events, {
        "event_bus.subscriber": subscriber,
        "event_bus.attempt": delivery.attempt,
      });
      const answer = await transport.deliver(delivery);
      const verdict = classifyAnswer(answer);
      endSpans(spans, "reason" in verdict ? verdict.reason : undefined);
      return answer;
    },
  };
}
