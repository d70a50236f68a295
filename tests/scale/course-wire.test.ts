// The whole blog over NATS and PostgreSQL, two processes of each service: on the wire, it is still the course's.

import { afterAll, beforeAll } from "vitest";
import { testCourseWire } from "../contracts/course-wire.ts";
import { type Blog, startBlog } from "../kit/blog.ts";
import { requireServers, type Servers } from "./servers.ts";

requireServers("Past one machine", (start) => {
  let servers: Servers | undefined;
  let blog: Blog;

  beforeAll(async () => {
    servers = await start();
    const { nats, postgres } = servers;
    blog = await startBlog({ engines: { nats: nats.url, postgres: postgres.url, replicas: 2 } });
  }, 180_000);
  afterAll(async () => {
    await blog.stop();
    await servers?.remove();
  });

  testCourseWire("two of each, over NATS and PostgreSQL", async () => ({
    posts: blog.urls.posts,
    comments: blog.urls.comments,
    query: blog.urls.query,
    moderation: blog.urls.moderation,
    eventBus: blog.urls["event-bus"],
  }));
});
