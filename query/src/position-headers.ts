// How far the view is, as headers of each answer: the log, and the position of the last event in it. A client that holds an answer
// against the log does so at that position; anywhere else, a difference would only be a matter of time.

import type { ReadModel } from "./read-model.ts";

/** Nothing until an event with a position was received: the course's bus counts none. */
export function positionHeaders({ place }: Pick<ReadModel, "place">): Record<string, string> {
  const { log, position } = place();
  return log === undefined ? {} : { "event-bus-log": log, "event-bus-position": String(position) };
}
