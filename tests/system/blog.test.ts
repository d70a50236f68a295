// The blog that other tests start (tests/kit/blog.ts): what may be added and left out, and that nothing is left of it at the end. That it
// works as a whole, and that services can be killed and started again, is what tests/faults/service-down.test.ts shows.

import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { portState } from "../../infra/local/ports.ts";
import { startBlog } from "../kit/blog.ts";
import { get } from "../kit/json-http.ts";

describe("A blog of real processes", () => {
  it("can have several comments services, and lack others; nothing of it is left at the end", async () => {
    const blog = await startBlog({ only: ["event-bus", "comments"], comments: 2 });
    const { body } = await get(`${blog.urls["event-bus"]}/subscriptions`);

    await blog.stop();

    const names = body.subscriptions.map(({ name }: { name: string }) => name);
    expect(names).toEqual(["posts", "comments", "comments-2", "query", "moderation"]);
    const ports = Object.values(blog.urls).map((url) => Number(new URL(url).port));
    expect(new Set(await Promise.all(ports.map(portState)))).toEqual(new Set(["free"]));
    expect(existsSync(blog.dataFolder)).toBe(false);
  });

  it("shows what a service logged when it does not start", async () => {
    const wrongly = startBlog({ only: ["posts"], envOf: { posts: { WRITES_PER_MINUTE: "none" } } });

    await expect(wrongly).rejects.toThrow(/posts did not start:\nWRITES_PER_MINUTE/);
  });
});
