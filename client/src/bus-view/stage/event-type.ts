// How an event's type is written where there is no room for its name: one letter, and a colour of its own.

import type { EventTypes } from "../../systems/system.ts";

/** "?" for a type that the system does not have; nothing while the type is not known. */
export function letterOf(types: EventTypes, type: string | undefined): string {
  return type === undefined ? "" : (types.get(type)?.letter ?? "?");
}

/** The token of BusPage.module.css. */
export function colourOf(types: EventTypes, type: string | undefined): string {
  return `var(--type-${types.get(type ?? "")?.colour ?? "other"})`;
}
