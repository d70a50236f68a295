// One table says where everything listens; moving one service moves what the others are told.

import { describe, expect, it } from "vitest";
import { planServices } from "../local/services.ts";

function plan(env: Record<string, string> = {}, comments = 1) {
  const plans = planServices({ env, dataFolder: "/data", replicas: { comments } });
  return new Map(plans.map((service) => [service.name, service]));
}

describe("The table of services", () => {
  it("has the course's ports", () => {
    const ports = [...plan().values()].map(({ name, port }) => [name, port]);

    expect(Object.fromEntries(ports)).toEqual({
      client: 3000,
      posts: 4000,
      comments: 4001,
      query: 4002,
      moderation: 4003,
      "event-bus": 4005,
    });
  });

  it("lists the subscribers in the course's order", () => {
    expect(plan().get("event-bus")?.env.SUBSCRIBERS).toBe(
      "posts=http://localhost:4000,comments=http://localhost:4001," +
        "query=http://localhost:4002,moderation=http://localhost:4003",
    );
  });

  it("tells everybody when a service moves", () => {
    const services = plan({ POSTS_PORT: "4100", EVENT_BUS_PORT: "4105" });

    expect(services.get("posts")?.env.PORT).toBe("4100");
    expect(services.get("posts")?.env.EVENT_BUS_URL).toBe("http://localhost:4105");
    expect(services.get("client")?.env.POSTS_URL).toBe("http://localhost:4100");
    expect(services.get("event-bus")?.env.SUBSCRIBERS).toContain("posts=http://localhost:4100");
  });

  it("leaves an address alone that the user has set", () => {
    const services = plan({ QUERY_URL: "http://elsewhere:1" });

    expect(services.get("client")?.env.QUERY_URL).toBe("http://elsewhere:1");
    expect(services.get("event-bus")?.env.SUBSCRIBERS).toContain("query=http://elsewhere:1");
  });

  it("refuses a port that is none, by name", () => {
    expect(() => plan({ POSTS_PORT: "abc" })).toThrow(/POSTS_PORT is "abc"/);
  });
});

describe("Three comments services", () => {
  it("listen where the course puts them, each with its own data, all of them subscribers", () => {
    const services = plan({}, 3);

    const replicas = ["comments", "comments-2", "comments-3"].map((name) => services.get(name));
    expect(replicas.map((service) => service?.port)).toEqual([4001, 4006, 4007]);
    expect(new Set(replicas.map((service) => service?.env.DATABASE_URL)).size).toBe(3);
    expect(services.get("event-bus")?.env.SUBSCRIBERS).toContain(
      "comments=http://localhost:4001,comments-2=http://localhost:4006,comments-3=http://localhost:4007,query",
    );
  });
});
