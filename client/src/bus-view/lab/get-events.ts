// GET /lab/events: a range of the log, one JSON object per line; or all of it as an array, from the course's bus.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { http } from "../../http/http.ts";

/** At most `limit` events after position `after`, in the order of the log. */
export async function getEvents(
  after: number,
  limit: number,
  signal?: AbortSignal,
): Promise<RecordedEvent[]> {
  const { data } = await http.get<string>("/lab/events", {
    params: { after, limit },
    headers: { Accept: "application/x-ndjson" },
    responseType: "text",
    // One line would be taken for JSON, two for text.
    transformResponse: (text: string) => text,
    ...(signal && { signal }),
  });
  if (data.startsWith("[")) return rangeOf(JSON.parse(data), after, limit);
  // The bus writes each line; the contract of the lab defines its format.
  return data
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RecordedEvent);
}

// The course's events have a type and data; their place in the array is their position, and the rest is unknown.
function rangeOf(
  bodies: Pick<RecordedEvent, "type" | "data">[],
  after: number,
  limit: number,
): RecordedEvent[] {
  const events = bodies.map(({ type, data }, index) => ({
    position: index + 1,
    id: "",
    type: String(type),
    source: "",
    time: "",
    data,
  }));
  return events.slice(after, after + limit);
}
