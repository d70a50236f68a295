// Who caused what. While an event is handled, or a request answered, its cause goes along unseen (AsyncLocalStorage),
// so that what is said meanwhile names it: the same correlation id through the whole chain, and the trace.

import { AsyncLocalStorage } from "node:async_hooks";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import { derivedId } from "../base/ids.ts";

export interface Cause {
  causationid?: string;
  correlationid?: string;
  traceparent?: string;
}

const storage = new AsyncLocalStorage<Cause>();

export function currentCause(): Cause {
  return storage.getStore() ?? {};
}

/** Runs `work` with `cause` as the reason for all it says. */
export function withCause<T>(cause: Cause, work: () => T): T {
  return storage.run(cause, work);
}

/** An event as the cause of others. A course bus gives events no id: then what it says makes one. */
export function causeOf(event: ReceivedEvent): Cause {
  const id = event.id ?? derivedId(JSON.stringify(event.data), event.type);
  return {
    causationid: id,
    correlationid: event.correlationid ?? id,
    ...(event.traceparent && { traceparent: event.traceparent }),
  };
}
