// The library, as the bus view shows it.

import { newId } from "@blog/common/base/ids";
import type { Service, System } from "../system.ts";
import { eventTypes } from "./event-types.ts";
import { experiments, parking, poison } from "./experiments.ts";
import { load } from "./load.ts";

const services = new Map<string, Service>(
  Object.entries({
    "author-service": {
      home: "left",
      about: "Owns the authors. It answers calls over gRPC, and publishes each change.",
    },
    "book-service": {
      home: "left",
      about:
        "Owns the books. It asks author-service whether an author exists, and deletes the books of one who was deleted.",
    },
    catalogue: {
      home: "right",
      about:
        "Answers which books there are: by asking the two services, or from a view built out of events. It publishes nothing.",
      canRebuild: true,
    },
  }),
);

export const library: System = {
  noun: "library",
  act: "create an author",
  services,
  deploymentOf: (service) => service,
  eventTypes,
  summaryOf: ({ name, title, publishedYear }) =>
    [quoted(name ?? title), typeof publishedYear === "number" && publishedYear]
      .filter(Boolean)
      .join(" · "),
  experiments,
  parking,
  poison,
  // A new id for the thing itself, and an author that there is.
  suggestFields: (recent) => [
    ["id", newId()],
    ["createdAt", new Date().toISOString()],
    ["authorId", newestAuthorId(recent)],
    ["version", "1"],
  ],
  load,
  glossary: [
    ["View", "What catalogue answers from with by=events: the log, folded event by event."],
    [
      "RPC",
      "A call to another service, whose answer is waited for. It is no event, and not on the map.",
    ],
  ],
};

function quoted(value: unknown): string {
  return typeof value === "string" && value !== "" ? `“${value}”` : "";
}

function newestAuthorId(recent: Iterable<{ type: string; data?: unknown }>): string {
  for (const { type, data } of recent) {
    const id = type === "AuthorCreated" && String((data as { id?: unknown })?.id ?? "");
    if (id) return id;
  }
  return "";
}
