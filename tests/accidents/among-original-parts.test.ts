// Accident: one of our services runs among the course's parts, which wait for nothing, repeat nothing and recognise nothing.
// Then it is ours that has to be careful. All parts are real processes, as they would be started by hand.

import { afterEach, describe, expect, it } from "vitest";
import { startCoursePart } from "../../bench/peers/course-parts.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { startService } from "../faults/service-process.ts";
import { get, post } from "../json-http.ts";
import type { PartName, Urls } from "../course/system.ts";
import { startBlog } from "../system/blog.ts";

type Posts = Record<string, { title: string; comments: { content: string }[] }>;

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

function commentsIn(shown: Posts): string[] {
  return Object.values(shown).flatMap(({ comments }) => comments.map(({ content }) => content));
}

describe("A comment that follows its post at once", () => {
  it("is not lost where everything but posts is the course's", async () => {
    const urls = await freeUrls("eventBus", "comments", "query");
    await startParts(urls, "eventBus", "comments", "query");
    const blog = await startBlog({ only: ["posts"], env: { EVENT_BUS_URL: urls.eventBus } });

    await writeThirty(blog.urls.posts, urls.comments);

    await expect
      .poll(async () => commentsIn((await get(`${urls.query}/posts`)).body as Posts).length)
      .toBe(30);
  });

  it("is not lost where comments and query are the course's", async () => {
    const urls = await freeUrls("comments", "query");
    const env = { COMMENTS_URL: urls.comments, QUERY_URL: urls.query };
    const blog = await startBlog({ only: ["event-bus", "posts", "moderation"], env });
    await startParts({ ...urls, eventBus: blog.urls["event-bus"] }, "comments", "query");

    await writeThirty(blog.urls.posts, urls.comments);

    await expect
      .poll(async () => commentsIn((await get(`${urls.query}/posts`)).body as Posts).length)
      .toBe(30);
    const { body } = await get(`${blog.urls["event-bus"]}/subscriptions`);
    expect(body.subscriptions.map(({ parked }: { parked: number }) => parked)).toEqual(
      body.subscriptions.map(() => 0),
    );
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
