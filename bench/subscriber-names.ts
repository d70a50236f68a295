// The four subscribers of the blog, named as in the course.

import { blog } from "../infra/systems/blog.ts";

export const SUBSCRIBERS = blog.subscribers;

/** Where each of them listens. */
export function byName(urls: string[]): Record<string, string> {
  return Object.fromEntries(SUBSCRIBERS.map((name, i) => [name, urls[i]!]));
}
