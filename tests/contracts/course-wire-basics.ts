// The part of the course's wire format that has nothing to do with blogs: how any event is answered, and who may read.

import { expect, it } from "vitest";
import { get, post } from "../kit/json-http.ts";

export interface CourseUrls {
  posts: string;
  comments: string;
  query: string;
  moderation: string;
  eventBus: string;
}

/** `urls` are known once the tests run. */
export function testBasics(urls: () => CourseUrls): void {
  const deliver = (service: string, type: string, data: object) =>
    post(`${service}/events`, { type, data });

  it.each(["posts", "comments", "query", "moderation"] as const)(
    "%s: any event is answered with 200 and an empty object, known or not",
    async (service) => {
      const unknown = await deliver(urls()[service], "PostLiked", { id: "1" });
      const known = await deliver(urls()[service], "PostCreated", {
        id: `delivered-to-${service}`,
        title: "A",
      });

      expect([unknown.status, unknown.body]).toEqual([200, {}]);
      expect([known.status, known.body]).toEqual([200, {}]);
    },
  );

  it.each(["posts", "comments", "query"] as const)(
    "%s: pages from anywhere may read",
    async (service) => {
      const path = service === "comments" ? "/posts/unknown/comments" : "/posts";
      const { headers } = await get(urls()[service] + path, { origin: "http://posts.com" });

      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("content-type")).toMatch(/^application\/json/);
    },
  );

  it.each(["moderation", "eventBus"] as const)("%s: pages may not read", async (service) => {
    const { headers } = await deliver(urls()[service], "PostLiked", { id: "1" });

    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("everywhere: a slash at the end is no difference", async () => {
    const { posts, query, eventBus } = urls();
    const paths = [`${posts}/posts/`, `${query}/posts/`, `${eventBus}/events/`];

    expect(await Promise.all(paths.map(async (url) => (await get(url)).status))).toEqual([
      200, 200, 200,
    ]);
  });
}
