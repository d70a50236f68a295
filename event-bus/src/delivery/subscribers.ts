// The subscribers: a list in the environment, such as SUBSCRIBERS=posts=http://localhost:4000,query=http://localhost:4002.
// A new name starts at the beginning of the log; written `name:now=http://…` it starts with what comes next. A + in front adds
// the list to that of a system, which `npm start` puts before it (infra/local). `none` is the empty list.

import { HttpUrl } from "@blog/common/base/settings";
import { z } from "zod";

export interface Subscriber {
  /** What it is called in cursors, metrics and URLs. The name, not the address, is what a cursor belongs to. */
  name: string;
  /** Where events are posted. */
  url: string;
  start: "beginning" | "now";
}

/** How one entry is written. */
const GRAMMAR = "name=http://host:port";
const NAME = "[a-z0-9][a-z0-9-]{0,62}";
const ENTRY = new RegExp(`^(?<name>${NAME})(?<now>:now)?=(?<url>.+)$`);

/** It is used in cursors, metrics and URLs. */
export const SubscriberName = z
  .string()
  .regex(new RegExp(`^${NAME}$`), "must be lower-case letters, digits and hyphens, 63 at most");

/** Where events for a service are posted: at `/events`, unless its URL ends with that, as in the course's own lists. */
export function targetOf(url: string): string {
  return url.endsWith("/events") ? url : `${url}/events`;
}

/** The list. Each wrong entry is named in an issue of its own. */
export const Subscribers = z.string().transform((list, context) => {
  const subscribers: Subscriber[] = [];
  for (const entry of entriesOf(list)) {
    const { name, now, url } = ENTRY.exec(entry)?.groups ?? {};
    const parsed = HttpUrl.safeParse(url);
    if (!name || !parsed.success) {
      context.addIssue(`"${entry}" is not ${GRAMMAR}`);
    } else if (subscribers.some((subscriber) => subscriber.name === name)) {
      context.addIssue(`"${name}" is listed twice`);
    } else {
      subscribers.push({ name, url: targetOf(parsed.data), start: now ? "now" : "beginning" });
    }
  }
  return subscribers;
});

function entriesOf(list: string): string[] {
  const entries = list.split(",").map((entry) => entry.trim());
  const isAddition = entries[0]?.startsWith("+");
  return entries
    .map((entry) => (isAddition ? entry.replace(/^\+/, "") : entry))
    .filter((entry) => entry !== "" && entry !== "none");
}
