// Accident: one of our services runs among the course's parts, which wait for nothing, repeat nothing and recognise nothing.
// Then it is ours that has to be careful. All parts are real processes, as they would be started by hand.

import { afterEach, describe, expect, it, vi } from "vitest";
import { startCoursePart } from "../../bench/peers/course-parts.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { startService } from "../faults/service-process.ts";
import { get, post } from "../json-http.ts";
import type { PartName, Urls } from "../course/system.ts";

// Each part is a process: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000 });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function startParts(urls: Partial<Urls>, ...names: PartName[]): Promise<void> {
  for (const name of names) stops.push((await startCoursePart(name, urls)).stop);
}

async function freeUrls<Name extends PartName>(...names: Name[]) {
  const ports = await findFreePorts(names.length);
  const urls = names.map((name, index) => [name, `http://localhost:${ports[index]}`]);
  // Every name has an entry.
  return Object.fromEntries(urls) as Record<Name, string>;
}

/** Thirty people at once write a post, and a comment on it as soon as they have their answer. */
async function writeThirty(posts: string, comments: string): Promise<void> {
  const people = Array.from({ length: 30 }, async (_, person) => {
    const { status, body } = await post(`${posts}/posts/create`, { title: `Post ${person}` });
    expect(status).toBe(201);
    await post(`${comments}/posts/${body.id}/comments`, { content: `Comment ${person}` });
  });
  await Promise.all(people);
}

/** The comments that are in the log without their post before them: an original query loses them, and stops replaying there. */
async function commentsBeforePosts(eventBus: string): Promise<{ comments: number; early: number }> {
  type Event = { type: string; data: { id: string; postId?: string } };
  const log = (await get(`${eventBus}/events`)).body as Event[];
  const known = new Set<string>();
  let [comments, early] = [0, 0];
  for (const { type, data } of log) {
    if (type === "PostCreated") known.add(data.id);
    if (type === "CommentCreated") comments += 1;
    if (type === "CommentCreated" && !known.has(data.postId ?? "")) early += 1;
  }
  return { comments, early };
}

describe("A comment by an original service that follows our post at once", () => {
  it("is behind its post in the log of an original bus", async () => {
    const urls = await freeUrls("eventBus", "comments");
    await startParts(urls, "eventBus", "comments");
    const posts = await startService("posts", { env: { EVENT_BUS_URL: urls.eventBus } });

    await writeThirty(posts.url, urls.comments);

    expect(await commentsBeforePosts(urls.eventBus)).toEqual({ comments: 30, early: 0 });
  });

  it("is behind its post in the log of our bus", async () => {
    const { comments } = await freeUrls("comments");
    const env = { SUBSCRIBERS: `comments=${comments}` };
    const eventBus = await startService("event-bus", { env });
    await startParts({ eventBus: eventBus.url, comments }, "comments");
    const posts = await startService("posts", { env: { EVENT_BUS_URL: eventBus.url } });

    await writeThirty(posts.url, comments);

    expect(await commentsBeforePosts(eventBus.url)).toEqual({ comments: 30, early: 0 });
  });
});

describe("An event that our service published, and was killed before it could note that,", () => {
  it.each(["posts", "comments"] as const)("is published once by %s", async (name) => {
    const urls = await freeUrls("eventBus");
    const failpoint = "relay.published";
    const service = await startService(name, { env: { EVENT_BUS_URL: urls.eventBus }, failpoint });
    await startParts({ ...urls, [name]: service.url }, "eventBus");
    if (name === "comments")
      await post(`${urls.eventBus}/events`, {
        type: "PostCreated",
        data: { id: "p1", title: "A" },
      });
    const path = name === "posts" ? "/posts/create" : "/posts/p1/comments";

    // Killed before it could answer; a post of its own ends the doubt about all that came before.
    await post(service.url + path, { title: "Once", content: "Once" }).catch(() => undefined);
    await service.diedAndCameBack();
    await post(service.url + path, { title: "Then", content: "Then" });

    const published = async () => {
      const { body } = await get(`${urls.eventBus}/events`);
      type Event = { type: string; data: { title?: string; content?: string } };
      return (body as Event[]).map(({ data }) => data.content ?? data.title);
    };
    await expect.poll(published).toContain("Then");
    expect((await published()).filter((text) => text === "Once")).toEqual(["Once"]);
  });
});
