// The events of the blog as an AsyncAPI 3.0 document, from the contracts in common/src/events.ts. The publisher and the
// consumers of each are listed here, and a test compares the list with the services (tests/asyncapi.test.ts).

import { Attributes } from "@blog/common/wire/event-schemas";
import { type BlogEventType, contracts } from "@blog/common/events";
import { z } from "zod";

interface Travel {
  summary: string;
  publishedBy: string;
  /** The services that act on it. The bus delivers every event to every subscriber; the others acknowledge and ignore it. */
  consumedBy: string[];
  example: Record<string, string>;
}

const comment = { id: "comment-1", postId: "post-1", content: "I like it." };

export const travels: Record<BlogEventType, Travel> = {
  PostCreated: {
    summary: "A post was created.",
    publishedBy: "posts",
    consumedBy: ["posts", "comments", "query"],
    example: { id: "post-1", title: "A post" },
  },
  CommentCreated: {
    summary: "A comment was created. It is pending.",
    publishedBy: "comments",
    consumedBy: ["comments", "moderation", "query"],
    example: { ...comment, status: "pending" },
  },
  CommentModerated: {
    summary: "Moderation's verdict on a comment. Nothing changes until comments has handled it.",
    publishedBy: "moderation",
    consumedBy: ["comments"],
    example: { ...comment, status: "approved" },
  },
  CommentUpdated: {
    summary: "What a comment is now, whole.",
    publishedBy: "comments",
    consumedBy: ["comments", "query"],
    example: { ...comment, status: "approved" },
  },
};

/** The whole document, as plain JSON. */
export function asyncApi(): object {
  const types = Object.keys(travels) as BlogEventType[]; // the keys of a Record<BlogEventType, …>
  return {
    asyncapi: "3.0.0",
    info: {
      title: "The events of the blog",
      version: "1.0.0",
      description:
        "Every event is a POST to /events with the course's body, { type, data }. What we add to it travels in headers " +
        "(CloudEvents 1.0, binary mode), so that each part can be replaced by the course's own.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      "event-bus": {
        host: "localhost:4005",
        protocol: "http",
        description:
          "Events are published here, and delivered from here to every subscriber's /events.",
      },
    },
    channels: {
      events: {
        address: "/events",
        title: "The log",
        description: "All events, in the order in which they were accepted.",
        messages: Object.fromEntries(
          types.map((type) => [type, { $ref: `#/components/messages/${type}` }]),
        ),
      },
    },
    operations: Object.fromEntries(types.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(types.map((type) => [type, messageOf(type)])),
      schemas: Object.fromEntries([
        ...types.map((type) => [type, toSchema(contracts[type])]),
        ["Headers", headers()],
      ]),
    },
  };
}

function operationsOf(type: BlogEventType): [string, object][] {
  const { publishedBy, consumedBy } = travels[type];
  return [
    [`${publishedBy}-publishes-${type}`, operation("send", type)],
    ...consumedBy.map((service): [string, object] => [
      `${service}-consumes-${type}`,
      operation("receive", type),
    ]),
  ];
}

function operation(action: "send" | "receive", type: BlogEventType): object {
  return {
    action,
    channel: { $ref: "#/channels/events" },
    messages: [{ $ref: `#/channels/events/messages/${type}` }],
    bindings: { http: { method: "POST", bindingVersion: "0.3.0" } },
  };
}

function messageOf(type: BlogEventType): object {
  const { summary, example } = travels[type];
  return {
    name: type,
    summary,
    headers: { $ref: "#/components/schemas/Headers" },
    payload: {
      type: "object",
      required: ["type", "data"],
      properties: {
        type: { const: type },
        data: { $ref: `#/components/schemas/${type}` },
      },
    },
    examples: [{ payload: { type, data: example } }],
  };
}

function headers(): object {
  const { properties = {} } = toSchema(Attributes) as { properties?: Record<string, object> };
  const named = Object.entries(properties).map(([name, schema]) => [
    name === "traceparent" ? name : `ce-${name}`,
    schema,
  ]);
  return { type: "object", properties: Object.fromEntries(named) };
}

// AsyncAPI 3.0 knows JSON Schema as of draft 7.
function toSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return rest;
}
