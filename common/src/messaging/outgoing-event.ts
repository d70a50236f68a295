// Gives a new event its name and its cause. The one place where ids of events are made.

import { currentCause } from "./cause.ts";
import type { Contracts, EventOf } from "./contracts.ts";
import type { OutgoingEvent } from "../wire/cloud-events.ts";
import { derivedId } from "../base/ids.ts";
import { type Platform, systemPlatform } from "../base/platform.ts";

/**
 * What a service states to publish an event. One cause has one consequence of each type, however often it is handled;
 * several need `about`: the id of what each is about.
 */
export type Publication<C extends Contracts = Contracts> = {
  [Type in keyof C & string]: [
    type: Type,
    data: EventOf<C, Type>["data"],
    options?: { about?: string },
  ];
}[keyof C & string];

/**
 * An event ready to be published. When another event caused it, its id derives from that one's: a retry, a replay or a
 * second replica publishes it again under the same id.
 */
export function createEvent(
  source: string,
  [type, data, { about } = {}]: Publication,
  { clock, newId }: Platform = systemPlatform,
): OutgoingEvent {
  const cause = currentCause();
  // No type contains a line break: so this is the id of no other type's consequence.
  const consequence = about === undefined ? type : `${type}\n${about}`;
  const id = cause.causationid ? derivedId(cause.causationid, consequence) : newId();
  return { id, type, source, time: new Date(clock.now()).toISOString(), ...cause, data };
}
