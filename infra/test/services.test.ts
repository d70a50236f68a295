// One table lists where everything listens; moving one service moves the address that the others use.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BLOCKED_PORTS } from "../local/browser-ports.ts";
import { planScaledServices } from "../local/scaled-services.ts";
import { missingServices, planServices } from "../local/services.ts";
import { describeMissing } from "../local/warnings.ts";
import { blog } from "../systems/blog.ts";
import { serviceNames } from "../systems/system.ts";

function plan(env: Record<string, string> = {}, comments = 1) {
  const plans = planServices(blog, { env, dataFolder: "/data", replicas: { comments } });
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

  it("gives every service the new address when one moves", () => {
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

  it.each(serviceNames(blog))(
    "does not start %s where its address was named, and gives everything that address",
    (name) => {
      const variable = `${name.toUpperCase().replace("-", "_")}_URL`;
      const services = plan({ [variable]: "http://elsewhere:1/" });

      expect(services.size).toBe(5);
      expect(services.has(name)).toBe(false);
      for (const { env } of services.values()) expect(env[variable]).toBe("http://elsewhere:1");
    },
  );

  it("takes several addresses of one service, and each is a subscriber", () => {
    const services = plan({ QUERY_URL: "http://a:1,http://b:1" });

    expect(services.get("client")?.env.QUERY_URL).toBe("http://a:1,http://b:1");
    expect(services.get("event-bus")?.env.SUBSCRIBERS).toContain(
      "query=http://a:1,query-2=http://b:1,",
    );
  });

  it("takes an empty variable as one that is not set", () => {
    const empty = { QUERY_URL: "", EVENT_BUS_URL: "", SUBSCRIBERS: "", POSTS_PORT: "" };

    expect(plan(empty)).toEqual(plan());
  });

  it("adds a subscriber that has a + in front to its own", () => {
    const { SUBSCRIBERS } = plan({ SUBSCRIBERS: "+mine=http://a:1" }).get("event-bus")?.env ?? {};

    expect(SUBSCRIBERS).toBe(`${plan().get("event-bus")?.env.SUBSCRIBERS},mine=http://a:1`);
  });

  it.each(["query:4002", "localhost:4102", "ftp://a", "http://", "http:///posts"])(
    "refuses the address %j, by name",
    (url) => {
      expect(() => plan({ QUERY_URL: url })).toThrow(
        `QUERY_URL is "${url.replace(/\/+$/, "")}"; it must be an http:// or https:// URL.`,
      );
    },
  );

  it.each([{ POSTS_PORT: "4002" }, { CLIENT_PORT: "4005" }, { COMMENTS_2_PORT: "4001" }])(
    "refuses two services on one port, by name: %j",
    (env) => {
      expect(() => plan(env, 2)).toThrow(
        /^\S+ and \S+ cannot both listen on port \d+: set \w+_PORT/,
      );
    },
  );

  it("refuses a port that is none, by name", () => {
    expect(() => plan({ POSTS_PORT: "abc" })).toThrow(/POSTS_PORT is "abc"/);
  });
});

describe("A service that answers gRPC calls", () => {
  const withCalls = {
    ...blog,
    services: blog.services.map((service) => ({
      ...service,
      ...(service.name === "posts" && { grpcPort: 50_099 }),
    })),
  };
  const planWith = (env: Record<string, string>) =>
    new Map(planServices(withCalls, { env, dataFolder: "/data" }).map((one) => [one.name, one]));

  it("has a port for them that can be moved, and all others know the address", () => {
    expect(planWith({}).get("query")?.env.POSTS_GRPC).toBe("localhost:50099");
    const services = planWith({ POSTS_GRPC_PORT: "50100" });

    expect(services.get("posts")).toMatchObject({ port: 4000, grpcPort: 50_100 });
    for (const { env } of services.values()) expect(env.POSTS_GRPC).toBe("localhost:50100");
    expect(plan().get("query")?.env.POSTS_GRPC).toBeUndefined();
  });

  it("is at the address that was named, if there is one", () => {
    const posts = planWith({ POSTS_GRPC: "127.0.0.1:50101" }).get("posts");

    expect(posts).toMatchObject({ grpcPort: 50_101, env: { POSTS_GRPC: "127.0.0.1:50101" } });
  });

  it.each([
    [{ POSTS_GRPC_PORT: "4002" }, /posts, gRPC and query cannot both listen on port 4002/],
    [{ POSTS_GRPC_PORT: "4000" }, /set POSTS_GRPC_PORT to another/],
    [{ POSTS_GRPC_PORT: "high" }, /POSTS_GRPC_PORT is "high"/],
    [{ POSTS_GRPC: "localhost" }, /POSTS_GRPC is "localhost"; it must be host:port/],
  ])("refuses %j, by name", (env, sentence) => {
    expect(() => planWith(env)).toThrow(sentence);
  });
});

describe("A stream in EVENT_BUS_URL", () => {
  it.each(["nats://localhost:4222", "amqp://localhost"])(
    "is the bus of every service, before which ours stands for the page: %s",
    (stream) => {
      const env = { EVENT_BUS_URL: stream };
      const { plans } = planScaledServices(blog, { replicas: 1 }, { env, dataFolder: "/data" });

      const urls = plans.map((service) => [service.name, service.env.EVENT_BUS_URL]);
      expect(Object.fromEntries(urls)).toEqual({
        "event-bus": env.EVENT_BUS_URL,
        posts: env.EVENT_BUS_URL,
        comments: env.EVENT_BUS_URL,
        query: env.EVENT_BUS_URL,
        moderation: env.EVENT_BUS_URL,
        client: "http://localhost:4005",
      });
      expect(plans[0]?.env.SUBSCRIBERS).toBe("none");
    },
  );
});

describe("A port that no browser opens", () => {
  it.each([...BLOCKED_PORTS])("%i is one for fetch too", async (port) => {
    // It refuses such a port before it connects.
    const refusal = await fetch(`http://127.0.0.1:${port}`).then(
      () => "an answer",
      ({ cause }: Error) => String(cause),
    );

    expect(refusal).toContain("bad port");
  });

  it("is refused by name, for the page and for every service", () => {
    for (const variable of ["CLIENT_PORT", "POSTS_PORT", "EVENT_BUS_PORT"])
      expect(() => plan({ [variable]: "6000" })).toThrow(
        `${variable} is 6000, a port that no browser opens.`,
      );
  });
});

describe("A project without the folder of a service", () => {
  /** A project that holds nothing but the entry files of these services. */
  function projectWith(names: string[]): string {
    const project = mkdtempSync(join(tmpdir(), "blog-project-"));
    onTestFinished(() => rmSync(project, { recursive: true, force: true }));
    for (const { name, entry } of plan().values()) {
      if (!names.includes(name)) continue;
      mkdirSync(dirname(join(project, name, entry)), { recursive: true });
      writeFileSync(join(project, name, entry), "");
    }
    return project;
  }

  it.each([...blog.subscribers, "client"])("starts without %s", (name) => {
    const project = projectWith(serviceNames(blog).filter((each) => each !== name));
    const places = { env: {}, dataFolder: "/data", project };

    const { plans, addresses } = planScaledServices(blog, { replicas: 1 }, places);

    expect(missingServices(blog, places)).toEqual([name]);
    expect(plans).toHaveLength(5);
    expect(addresses.map((address) => address.name)).not.toContain(name);
    for (const { env } of plans) expect(env.SUBSCRIBERS).not.toContain(`${name}=`);
    expect(describeMissing(blog, name)).toMatch(new RegExp(`no ${name}/ here.*without it: `));
  });

  it("reports nothing about it where its address was named", () => {
    const project = projectWith(serviceNames(blog).filter((name) => name !== "moderation"));
    const places = { env: { MODERATION_URL: "http://a:1" }, dataFolder: "/data", project };

    expect(missingServices(blog, places)).toEqual([]);
    expect(planServices(blog, places).at(-1)?.env.SUBSCRIBERS).toContain("moderation=http://a:1");
  });

  it("needs a bus, its own or another", () => {
    const project = projectWith(serviceNames(blog).filter((name) => name !== "event-bus"));
    const planWith = (env: Record<string, string>) => () =>
      planScaledServices(blog, { replicas: 1 }, { env, dataFolder: "/data", project });

    expect(planWith({})).toThrow(/no event-bus\/ here.*EVENT_BUS_URL=/);
    expect(planWith({ EVENT_BUS_URL: "http://a:1" })().plans).toHaveLength(5);
    expect(planWith({ EVENT_BUS_URL: "nats://a:1" })().plans).toHaveLength(5);
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
