// The promise of the house: whatever process is killed at whatever moment, what was acknowledged takes effect exactly once.
// KILLS=50 makes it a longer night.

import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type PublicApi, SERVICES } from "../kit/public-api.ts";
import { type SharedBlog, sharedBlog } from "../kit/shared-blog.ts";
import { startWriters, type Written } from "./writers.ts";

const KILLS = Number(process.env.KILLS || SERVICES.length);

let blog: SharedBlog;
let api: PublicApi;
beforeAll(async () => {
  blog = await sharedBlog();
  ({ api } = blog);
});

describe("When each service is killed in turn while users write", () => {
  it("everything they wrote is there once, and moderated", {
    timeout: 60_000 + KILLS * 30_000,
  }, async () => {
    const writers = startWriters(api, 4);
    onTestFinished(writers.stop);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const victim = SERVICES[kill % SERVICES.length]!;
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 200));
      await blog.kill(victim);
      await blog.start(victim);
    }
    await writers.stop();

    await expectAllInView(writers.written);
    await api.untilHandled();
    await expectEachPublishedOnce();
    await expectCommentsAgree(writers.written);
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
    // Nothing twice, and nothing that waits without end, acknowledged or not.
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.filter((line) => line.endsWith("pending"))).toEqual([]);
  });
}

function verdictOn(content: string): string {
  return content.includes("orange") ? "rejected" : "approved";
}

async function expectEachPublishedOnce(): Promise<void> {
  const log = await api.log();
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
  expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
  const events = log.map(({ type, data }) => `${type} ${data.id}`);
  expect(events.filter((line, index) => events.indexOf(line) !== index)).toEqual([]);

  const { subscriptions } = await api.subscriptions();
  for (const subscription of subscriptions) {
    expect(subscription).toMatchObject({ cursor: log.length, parked: 0 });
  }
}

/** What comments answers and what query shows is the same. */
async function expectCommentsAgree({ posts }: Written): Promise<void> {
  const written = new Set(posts.map(({ id }) => id));
  for (const { id, comments } of (await api.view()).filter((post) => written.has(post.id))) {
    const answer = await fetch(`${blog.urls.comments}/posts/${id}/comments`);
    const own = (await answer.json()) as { id: string }[];
    expect(own.toSorted(byId)).toEqual(comments.toSorted(byId));
  }
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
