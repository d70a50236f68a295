// The blog, as the bus view shows it.

import { newId } from "@blog/common/base/ids";
import type { Service, System } from "../system.ts";
import { BlogAt } from "./blog-at/BlogAt.tsx";
import { eventTypes } from "./event-types.ts";
import { experiments, parking, poison } from "./experiments.ts";
import { load } from "./load.ts";

const services = new Map<string, Service>(
  Object.entries({
    posts: { home: "left", about: "Accepts new posts and publishes PostCreated." },
    comments: {
      home: "left",
      about: "Accepts comments, and changes their status once moderation has decided.",
      aboutReplica: "One more comments service, with data of its own.",
    },
    query: {
      home: "right",
      about:
        "Answers what the blog looks like, from a view built out of events. It publishes nothing.",
      canRebuild: true,
    },
    moderation: {
      home: "right",
      about: "Decides on each new comment: “orange” is rejected. It keeps nothing.",
    },
  }),
);

export const blog: System = {
  noun: "blog",
  act: "write a post",
  services,
  // The course's names.
  deploymentOf: (service) => `${service}-depl`,
  eventTypes,
  summaryOf({ title, content, status }) {
    const words = text(title) || text(content);
    return [words && `“${words}”`, text(status)].filter(Boolean).join(" · ");
  },
  experiments,
  parking,
  poison,
  // A new id for the thing itself, and a post that there is.
  suggestFields: (recent) => [
    ["id", newId()],
    ["postId", newestPostId(recent)],
  ],
  load,
  glossary: [["Read model", "What query answers from: the log, folded event by event."]],
  StateAt: BlogAt,
};

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function newestPostId(recent: Iterable<{ type: string; data?: unknown }>): string {
  for (const { type, data } of recent) {
    const id = type === "PostCreated" && String((data as { id?: unknown })?.id ?? "");
    if (id) return id;
  }
  return "";
}
