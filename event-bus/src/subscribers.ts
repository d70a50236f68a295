// Who is told: a list in the environment, such as SUBSCRIBERS=posts=http://localhost:4000,query=http://localhost:4002.
// A new name starts at the beginning of the log; written `name:now=http://…` it starts with what comes next. `none` is
// nobody: an empty variable counts as not set, and would be the four services.

import { HttpUrl } from "@blog/common/settings";
import { z } from "zod";

export interface Subscriber {
  /** What it is called in cursors, metrics and URLs. The name, not the address, is what a cursor belongs to. */
  name: string;
  /** Where events are posted. */
  url: string;
  start: "beginning" | "now";
}

export const DEFAULT_SUBSCRIBERS = [
  "posts=http://localhost:4000",
  "comments=http://localhost:4001",
  "query=http://localhost:4002",
  "moderation=http://localhost:4003",
].join(",");

const ENTRY = /^(?<name>[a-z0-9][a-z0-9-]{0,62})(?<now>:now)?=(?<url>.+)$/;

/** Parses the list. Each URL gets `/events` unless it has it, as the course's own lists do. */
export const Subscribers = z.string().transform((list, context) => {
  const subscribers: Subscriber[] = [];
  if (list === "none") return subscribers;
  for (const entry of list.split(",").filter((part) => part.trim() !== "")) {
    const { name, now, url } = ENTRY.exec(entry.trim())?.groups ?? {};
    const parsed = HttpUrl.safeParse(url);
    if (!name || !parsed.success) {
      context.addIssue(`"${entry.trim()}" is not name=http://host:port`);
    } else if (subscribers.some((subscriber) => subscriber.name === name)) {
      context.addIssue(`"${name}" is listed twice`);
    } else {
      const target = parsed.data.endsWith("/events") ? parsed.data : `${parsed.data}/events`;
      subscribers.push({ name, url: target, start: now ? "now" : "beginning" });
    }
  }
  return subscribers;
});
