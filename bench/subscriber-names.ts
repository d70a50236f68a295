// The four subscribers, named as in the course.

export const SUBSCRIBERS = ["posts", "comments", "query", "moderation"];

/** Where each of them listens. */
export function byName(urls: string[]): Record<string, string> {
  return Object.fromEntries(SUBSCRIBERS.map((name, i) => [name, urls[i]!]));
}
