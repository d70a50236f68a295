// Events for the tests of the bus page.

import type { RecordedEvent } from "@blog/event-bus/lab/records";

export function event(position: number, overrides: Partial<RecordedEvent> = {}): RecordedEvent {
  const data = { id: `p${position}`, title: `Post ${position}` };
  const time = "2026-11-21T09:00:00.000Z";
  return {
    position,
    id: `id-${position}`,
    type: "PostCreated",
    source: "posts",
    time,
    data,
    ...overrides,
  };
}
