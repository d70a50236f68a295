// The content of an event, in one line, for people. A publisher may send anything.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import type { System } from "../../../systems/system.ts";

export function summaryOf(system: Pick<System, "summaryOf">, { data }: RecordedEvent): string {
  if (typeof data !== "object" || data === null) return "";
  return system.summaryOf({ ...data }) || JSON.stringify(data);
}
