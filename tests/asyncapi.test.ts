// `npm run contracts`: it is valid AsyncAPI 3.0, its examples keep the contracts, and the publisher and consumers of
// each event are those that the services are.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { openDatabase } from "@blog/common/database/open-database";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { type BlogEvent, type BlogEventType, contracts } from "@blog/common/events";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import specs from "@asyncapi/specs";
import { Ajv } from "ajv";
import ajvFormats from "ajv-formats";
import type { Express } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createApp as createComments } from "../comments/src/app.ts";
import { commentsTable, createCommentStore } from "../comments/src/comment-store.ts";
import { asyncApi } from "../infra/local/asyncapi.ts";
import type { System } from "../infra/systems/system.ts";
import { blog } from "../infra/systems/blog.ts";
import { createApp as createModeration } from "../moderation/src/app.ts";
import { createApp as createPosts } from "../posts/src/app.ts";
import { createPostStore, postsTable } from "../posts/src/post-store.ts";
import { apply, createView } from "../query/src/view.ts";

const { travels }: System<typeof contracts> = blog;
const types = Object.keys(contracts) as BlogEventType[]; // the keys of the contracts are the types

const db = await openDatabase("sqlite::memory:", [
  postsTable,
  commentsTable,
  inboxTable,
  outboxTable,
]);
const outbox = createOutbox(db, "test");

describe("The AsyncAPI document", () => {
  it("is valid AsyncAPI 3.0", () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const validate = ajv.compile(specs.schemasWithoutId["3.0.0"] as object);

    validate(asyncApi(blog));

    expect(validate.errors).toBeNull();
  });

  it("is what npm run contracts prints", () => {
    const printed = execFileSync(process.execPath, ["infra/local/bootstrap.mjs", "contracts"], {
      encoding: "utf8",
    });

    expect(JSON.parse(printed)).toEqual(asyncApi(blog));
  });

  it.each(types)(
    "has an example of %s that keeps its contract, as zod and as JSON Schema",
    (type) => {
      const { components } = asyncApi(blog) as { components: { schemas: Record<string, object> } };
      const ajv = new Ajv({ strict: false });
      ajvFormats.default(ajv);
      const { example } = travels[type];

      expect(contracts[type].parse(example)).toEqual(example);
      expect(ajv.validate(components.schemas[type]!, example)).toBe(true);
      expect(ajv.validate(components.schemas[type]!, {})).toBe(false);
    },
  );
});

describe("The publisher of an event", () => {
  it.each(types)("%s: the one service that does", (type) => {
    const publishes = new RegExp(`(outbox\\.add\\(tx, |reply\\()"${type}"`);

    const publishers = blog.subscribers.filter((name) =>
      publishes.test(readFileSync(`${name}/src/app.ts`, "utf8")),
    );

    expect(publishers).toEqual([travels[type].publishedBy]);
  });
});

describe("The consumers of an event", () => {
  const services: Record<string, Express> = {
    posts: createPosts({ db, outbox, posts: createPostStore(db) }).app,
    comments: createComments({ db, outbox, comments: createCommentStore(db) }).app,
    moderation: createModeration({ bus: connectHttpBus("http://localhost:1") }).app,
  };

  // A service that acts on an event refuses one that breaks its contract; the others do not look at it.
  it.each(types)("%s: the services that refuse a broken one", async (type) => {
    const consumers: string[] = [];
    for (const [name, app] of Object.entries(services)) {
      const { status } = await request(app).post("/events").send({ type, data: {} });
      if (status === 422) consumers.push(name);
    }

    expect(consumers).toEqual(travels[type].consumedBy.filter((name) => name !== "query"));
  });

  it.each(types)("%s: query, if it changes the view", (type) => {
    // The example keeps the contract: the test above.
    const event = { type, data: travels[type].example } as BlogEvent;

    const changed = apply(createView(), event);

    expect(changed !== undefined).toBe(travels[type].consumedBy.includes("query"));
  });
});
