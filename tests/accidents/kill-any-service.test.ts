// The promise of the house: whatever process is killed at whatever moment, what was acknowledged takes effect exactly once.
// KILLS=50 makes it a longer night.

import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi, SERVICES } from "./public-api.ts";
import { startWriters, type Written } from "./writers.ts";

const KILLS = Number(process.env.KILLS || SERVICES.length);

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: SERVICES });
  api = publicApi(blog);
});

describe("When each service is killed in turn while people write", () => {
  it("everything they wrote is there once, and judged", {
    timeout: 60_000 + KILLS * 10_000,
  }, async () => {
    const writers = startWriters(api, 4);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const victim = SERVICES[kill % SERVICES.length]!;
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 200));
      await blog.kill(victim);
      await blog.start(victim);
    }
    await writers.stop();

    await expectAllInView(writers.written);
    await api.untilHeard();
    await expectEachSaidOnce();
    await expectCommentsAgree();
    expect(writers.written.comments.length).toBeGreaterThan(KILLS);
  });
});

async function expectAllInView({ posts, comments }: Written): Promise<void> {
  await api.untilView((view) => {
    const titles = view.map(({ id, title }) => `${id} ${title}`);
    const missing = posts.filter(({ id, title }) => !titles.includes(`${id} ${title}`));
    expect(missing).toEqual([]);
    const shown = view.flatMap((post) =>
      post.comments.map(({ id, content, status }) => `${post.id} ${id} ${content} ${status}`),
    );
    const expected = comments.map(
      ({ id, postId, content }) => `${postId} ${id} ${content} ${verdictOn(content)}`,
    );
    expect(expected.filter((line) => !shown.includes(line))).toEqual([]);
    // Nothing twice, and nothing that waits for ever, acknowledged or not.
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.filter((line) => line.endsWith("pending"))).toEqual([]);
  });
}

function verdictOn(content: string): string {
  return content.includes("orange") ? "rejected" : "approved";
}

async function expectEachSaidOnce(): Promise<void> {
  const log = await api.log();
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
  expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
  const news = log.map(({ type, data }) => `${type} ${data.id}`);
  expect(news.filter((line, index) => news.indexOf(line) !== index)).toEqual([]);

  const { subscriptions } = await api.subscriptions();
  for (const subscription of subscriptions) {
    expect(subscription).toMatchObject({ cursor: log.length, parked: 0 });
  }
}

/** What comments answers and what query shows is the same. */
async function expectCommentsAgree(): Promise<void> {
  for (const { id, comments } of await api.view()) {
    const answer = await fetch(`${blog.urls.comments}/posts/${id}/comments`);
    const own = (await answer.json()) as { id: string }[];
    expect(own.toSorted(byId)).toEqual(comments.toSorted(byId));
  }
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
