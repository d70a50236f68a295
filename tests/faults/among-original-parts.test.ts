// Accident: one of our services is killed among the course's parts, which do not recognise an event that they have seen before. So
// ours must publish it once. All parts are real processes, as they would be started by hand.

import { afterEach, describe, expect, it, vi } from "vitest";
import { startCoursePart } from "../../bench/peers/course-parts.ts";
import { startStubServer } from "../../common/test/stub-server.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { startService } from "./service-process.ts";
import { get, post } from "../kit/json-http.ts";
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

describe("A verdict that moderation could not publish before it was killed", () => {
  it("is published after all on a bus without a log that repeats what was not answered 2xx", async () => {
    const published: unknown[] = [];
    let failures = 1;
    const { url: eventBus } = await startStubServer((res, { method, body }) => {
      if (method === "POST" && failures-- > 0) return res.destroy();
      if (method === "POST") published.push(JSON.parse(body));
      res.end("{}");
    });
    const failpoint = "responder.kept";
    const env = { EVENT_BUS_URL: eventBus };
    const { url, diedAndCameBack } = await startService("moderation", { env, failpoint });
    const comment = { id: "c1", postId: "p1", content: "I like it", status: "pending" };
    const event = { type: "CommentCreated", data: comment };
    const deliver = async () => (await post(`${url}/events`, event).catch(() => undefined))?.status;

    const answer = await deliver();
    await diedAndCameBack();
    if (answer !== 200) expect(await deliver()).toBe(200);

    const data = { id: "c1", postId: "p1", content: "I like it", status: "approved" };
    await expect.poll(() => published).toEqual([{ type: "CommentModerated", data }]);
  });
});
