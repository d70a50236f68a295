// GET /lab/events: a stretch of the log, one JSON object per line.

import type { StoredBlogEvent } from "@blog/event-bus/lab/records";
import { http } from "../../api/http.ts";

/** At most `limit` events after position `after`, in the order of the log. */
export async function getEvents(
  after: number,
  limit: number,
  signal?: AbortSignal,
): Promise<StoredBlogEvent[]> {
  const { data } = await http.get<string>("/lab/events", {
    params: { after, limit },
    headers: { Accept: "application/x-ndjson" },
    responseType: "text",
    // One line would be taken for JSON, two for text.
    transformResponse: (text: string) => text,
    ...(signal && { signal }),
  });
  // The bus writes each line, and says what it is in the contract of the lab.
  return data
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as StoredBlogEvent);
}
