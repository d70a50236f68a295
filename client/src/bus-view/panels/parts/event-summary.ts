// The content of an event, in one line, for people. Reads the fields that our contracts have, and makes do without them.

import type { StoredBlogEvent } from "@blog/event-bus/lab/records";

export function summaryOf({ data }: StoredBlogEvent): string {
  if (typeof data !== "object" || data === null) return "";
  const { title, content, status } = data as Record<string, unknown>;
  const words = text(title) ?? text(content);
  const parts = [words && `“${words}”`, text(status)];
  return parts.filter(Boolean).join(" · ") || JSON.stringify(data);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
