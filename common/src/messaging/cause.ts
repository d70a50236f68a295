// Causes of events. While an event is handled, or a request answered, its cause is kept in a context, so that the
// events published meanwhile name it: the same correlation id through the whole chain, and the trace.

import type { ReceivedEvent } from "../wire/cloud-events.ts";
import { createContext } from "../base/context.ts";
import { derivedId } from "../base/ids.ts";

export interface Cause {
  causationid?: string;
  correlationid?: string;
  traceparent?: string;
}

const context = createContext<Cause>();

export function currentCause(): Cause {
  return context.get() ?? {};
}

/** Runs `work` with `cause` as the cause of all events it publishes. */
export function withCause<T>(cause: Cause, work: () => T): T {
  return context.run(cause, work);
}

/** An event as the cause of others. A course bus gives events no id: then its content makes one. */
export function causeOf(event: ReceivedEvent): Cause {
  const id = event.id ?? derivedId(JSON.stringify(event.data), event.type);
  return {
    causationid: id,
    correlationid: event.correlationid ?? id,
    ...(event.traceparent && { traceparent: event.traceparent }),
  };
}
