// Three ways to see the blog, and they agree: the whole, the pages, and what a client has put together from the live
// stream, however often the connection was cut.

import * as fc from "fast-check";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { Post } from "../src/pages.ts";
import { anyHistory } from "./any-history.ts";
import { createLiveQuery } from "./listener.ts";
import { until } from "../../tests/kit/until.ts";
import { runs } from "../../tests/kit/runs.ts";

type LiveQuery = Awaited<ReturnType<typeof createLiveQuery>>;

async function getWhole({ app }: LiveQuery): Promise<Record<string, Post>> {
  return (await request(app).get("/posts")).body;
}

async function getPages({ app }: LiveQuery, limit: number): Promise<Post[]> {
  const posts: Post[] = [];
  let path: string | undefined = `/posts?limit=${limit}`;
  while (path) {
    const { body, headers } = await request(app).get(path);
    posts.push(...body);
    path = /^<(.+)>/.exec(headers.link ?? "")?.[1];
  }
  return posts;
}

/** A client that keeps what the stream brings. Nothing is ever reset here: the process stays the same. */
function createWatcher({ listen }: LiveQuery) {
  const seen = new Map<string, Post>();
  let listener: Awaited<ReturnType<LiveQuery["listen"]>> | undefined;

  function look(): Map<string, Post> {
    // Only posts are sent here.
    for (const { data } of listener?.messages.splice(0) ?? [])
      seen.set((data as Post).id, data as Post);
    return seen;
  }
  function cut(): void {
    look();
    listener?.hangUp();
  }
  async function connect(): Promise<void> {
    cut();
    listener = await listen(listener?.lastEventId());
    await until(() => expect(listener?.lastEventId()).toBeDefined());
  }
  return { look, cut, connect };
}

describe("The whole, the pages and the stream", () => {
  it("show the same blog, wherever the stream was cut", async () => {
    const cuts = fc.array(fc.nat(60), { maxLength: 5 });

    await fc.assert(
      fc.asyncProperty(
        anyHistory,
        cuts,
        fc.integer({ min: 1, max: 3 }),
        async (history, at, limit) => {
          const query = await createLiveQuery();
          const watcher = createWatcher(query);
          await watcher.connect();

          for (const [index, event] of history.entries()) {
            if (at.includes(index)) watcher.cut();
            await query.receive(event);
            if (at.includes(index - 1)) await watcher.connect();
          }
          await watcher.connect();

          const whole = await getWhole(query);
          expect(await getPages(query, limit)).toEqual(Object.values(whole).toReversed());
          await until(() => expect(Object.fromEntries(watcher.look())).toEqual(whole));
          watcher.cut();
        },
      ),
      { numRuns: runs(15) },
    );
  });
});
