// The inspector's commands for a terminal. They go through the gateway that served this page, as the page itself does.

import type { RecordedEvent } from "@blog/event-bus/lab/records";

/** Publishes the same again. Without an id of its own it is a new event: the bus makes a new id. */
export function curlToPublish(origin: string, { type, data }: RecordedEvent): string {
  const body = JSON.stringify({ type, data: data ?? {} });
  return [
    `curl -X POST ${origin}/lab/events \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(body)}`,
  ].join("\n");
}

/** Reads this one event from the log. */
export function curlToRead(origin: string, { position }: Pick<RecordedEvent, "position">): string {
  return [
    "curl -H 'Accept: application/x-ndjson' \\",
    `  '${origin}/lab/events?after=${position - 1}&limit=1'`,
  ].join("\n");
}

// Inside single quotes a shell reads nothing but the next single quote.
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
