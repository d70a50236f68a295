// The events of a system as an AsyncAPI 3.0 document, from its contracts, and from its description, which names the publisher
// and the consumers of each.

import { Attributes } from "@blog/common/wire/event-schemas";
import { z } from "zod";
import type { System, Travel } from "../systems/system.ts";

/** The whole document, as plain JSON. */
export function asyncApi(system: System): object {
  const travels = Object.entries(system.travels);
  const { port } = system.services.find(({ name }) => name === "event-bus") ?? {};
  return {
    asyncapi: "3.0.0",
    info: {
      title: `The events of the ${system.name}`,
      version: "1.0.0",
      description:
        "Every event is a POST to /events with the course's body, { type, data }. What we add to it travels in headers " +
        "(CloudEvents 1.0, binary mode), so that each part can be replaced by the course's own.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      "event-bus": {
        host: `localhost:${port}`,
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
          travels.map(([type]) => [type, { $ref: `#/components/messages/${type}` }]),
        ),
      },
    },
    operations: Object.fromEntries(travels.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(travels.map((travel) => [travel[0], messageOf(travel)])),
      schemas: Object.fromEntries([
        ...Object.entries(system.contracts).map(([type, contract]) => [type, toSchema(contract)]),
        ["Headers", headers()],
      ]),
    },
  };
}

function operationsOf([type, { publishedBy, consumedBy }]: [string, Travel]): [string, object][] {
  return [
    [`${publishedBy}-publishes-${type}`, operation("send", type)],
    ...consumedBy.map((service): [string, object] => [
      `${service}-consumes-${type}`,
      operation("receive", type),
    ]),
  ];
}

function operation(action: "send" | "receive", type: string): object {
  return {
    action,
    channel: { $ref: "#/channels/events" },
    messages: [{ $ref: `#/channels/events/messages/${type}` }],
    bindings: { http: { method: "POST", bindingVersion: "0.3.0" } },
  };
}

function messageOf([type, { summary, example }]: [string, Travel]): object {
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
