// What is there in the end, as any client can read it over HTTP; and the record of it for the checker.

import type { Effect, Observed } from "../checker.ts";
import type { ChaosBlog } from "./blog.ts";
import { readSubscriptions } from "./drain.ts";
import { nameOf } from "./event-name.ts";
import { type LogLine, read, readLines } from "./observers.ts";
import type { ViewedPost } from "./stream-follower.ts";

export interface Outcome {
  log: LogLine[];
  effects: Effect[];
  cursors: Map<string, number>;
  /** posts' own. */
  posts: { id: string; title: string }[];
  /** By comments service, then by post. */
  comments: Map<string, Map<string, ViewedPost["comments"]>>;
  /** query's, as a whole and page by page. */
  view: ViewedPost[];
  pages: ViewedPost[];
}

export async function collect(blog: ChaosBlog): Promise<Outcome> {
  const log = await readWholeLog(blog.url("event-bus"));
  const posts = Object.values(
    await read<Record<string, { id: string; title: string }>>(`${blog.url("posts")}/posts`),
  );
  const comments = new Map<string, Map<string, ViewedPost["comments"]>>();
  for (const service of ["comments", "comments-2"] as const) {
    const byPost = new Map<string, ViewedPost["comments"]>();
    for (const { id } of posts)
      byPost.set(id, await read(`${blog.url(service)}/posts/${id}/comments`));
    comments.set(service, byPost);
  }
  const { subscriptions } = await readSubscriptions(blog);

  return {
    log,
    effects: await read(`${blog.url("journal")}/effects`),
    cursors: new Map(subscriptions.map(({ name, cursor }) => [name, cursor])),
    posts,
    comments,
    view: Object.values(await read<Record<string, ViewedPost>>(`${blog.url("query")}/posts`)),
    pages: await readPages(`${blog.url("query")}/posts`),
  };
}

/** The record for the checker. Events are known by their content, so that a fact published twice shows. */
export function toObserved({ log, effects, cursors, posts, comments }: Outcome): Observed {
  const owned = [...comments.get("comments")!.values()].flat().map(({ id }) => id);
  const consequences = ["CommentCreated", "CommentModerated", "CommentUpdated"];
  return {
    log: log.map(nameOf),
    hasLost: false,
    acknowledged: [],
    written: [
      ...posts.map(({ id }) => `PostCreated ${id}`),
      ...owned.flatMap((id) => consequences.map((type) => `${type} ${id}`)),
    ],
    subscribers: [{ name: "journal", cursor: cursors.get("journal") ?? -1, effects, parked: [] }],
  };
}

async function readWholeLog(bus: string): Promise<LogLine[]> {
  const log: LogLine[] = [];
  for (;;) {
    const page = await readLines(bus, log.length, 2000);
    if (page.length === 0) return log;
    log.push(...page);
  }
}

async function readPages(url: string): Promise<ViewedPost[]> {
  const posts: ViewedPost[] = [];
  for (let next: string | undefined = `${url}?limit=100`; next !== undefined; ) {
    const response: Response = await fetch(next);
    posts.push(...((await response.json()) as ViewedPost[]));
    const path = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    next = path && new URL(path, url).href;
  }
  return posts;
}
