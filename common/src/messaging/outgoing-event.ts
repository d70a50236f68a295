// Gives a new event its name and its cause. The one place where ids of events are made.

import { currentCause } from "./cause.ts";
import type { OutgoingEvent } from "../wire/cloud-events.ts";
import type { BlogEventType, EventOf } from "../events.ts";
import { derivedId, newId } from "../base/ids.ts";

/**
 * An event ready to be published. When another event caused it, its id derives from that one's: a retry, a replay or a
 * second replica publishes it again under the same id. So one cause can have one consequence of each type, not two.
 */
export function createEvent<Type extends BlogEventType>(
  source: string,
  type: Type,
  data: EventOf<Type>["data"],
): OutgoingEvent {
  const cause = currentCause();
  const id = cause.causationid ? derivedId(cause.causationid, type) : newId();
  return { id, type, source, time: new Date().toISOString(), ...cause, data };
}
