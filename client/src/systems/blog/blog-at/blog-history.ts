// The blog through time: what query would answer if the log ended at any of its events. Knows no server and no screen.

import { contracts } from "@blog/common/events";
import type { RecordedEvent } from "@blog/event-bus/lab/records";
import type { BlogPost } from "../../../blog/api/blog-post.ts";
import {
  countUpTo,
  createPostHistory,
  type PlacedEvent,
  type PostHistory,
} from "./post-history.ts";

export interface BlogHistory {
  /** The position of the last event taken in. */
  last(): number;
  /** Takes the next event of the log. */
  add(event: RecordedEvent): void;
  /** The newest posts at this position, newest first, and how many there were. */
  at(position: number, limit: number): { posts: BlogPost[]; count: number };
  /** One post at this position, if query would have shown it. */
  postAt(id: string, position: number): BlogPost | undefined;
  /** Posts that an event after `from`, up to and including `to`, is about. */
  changedBetween(from: number, to: number): string[];
  /** So many events up to here break their contract: no service of ours takes them. */
  leftOutAt(position: number): number;
}

/** `first`: the first position that can be read; later than 1 in a file that was recorded from the middle on. */
export function createBlogHistory(first = 1): BlogHistory {
  const posts = new Map<string, PostHistory>();
  const created: { position: number; id: string }[] = [];
  const changes: { position: number; id: string }[] = [];
  const leftOut: { position: number }[] = [];
  const titled = new Set<string>();
  let last = first - 1;

  function historyOf(id: string): PostHistory {
    const known = posts.get(id) ?? createPostHistory();
    posts.set(id, known);
    return known;
  }

  function take(event: PlacedEvent): void {
    const { position } = event;
    const id = event.type === "PostCreated" ? event.data.id : event.data.postId;
    historyOf(id).add(event);
    changes.push({ position, id });
    if (event.type !== "PostCreated" || titled.has(id)) return;
    titled.add(id);
    created.push({ position, id });
  }

  return {
    last: () => last,
    add(stored) {
      last = stored.position;
      const event = checked(stored);
      if (event === "broken") leftOut.push(stored);
      else if (event) take(event);
    },
    at(position, limit) {
      const count = countUpTo(created, position);
      const newest = created.slice(Math.max(0, count - limit), count).toReversed();
      return {
        posts: newest.flatMap(({ id }) => posts.get(id)?.at(position) ?? []),
        count,
      };
    },
    postAt: (id, position) => posts.get(id)?.at(position),
    changedBetween(from, to) {
      const between = changes.slice(countUpTo(changes, from), countUpTo(changes, to));
      return [...new Set(between.map(({ id }) => id))];
    },
    leftOutAt: (position) => countUpTo(leftOut, position),
  };
}

// As query does it: unknown types are skipped, events that break their contract are rejected.
function checked({ type, data, position }: RecordedEvent): PlacedEvent | "broken" | undefined {
  if (!isContracted(type)) return undefined;
  const result = contracts[type].safeParse(data);
  if (!result.success) return "broken";
  // The contract just checked is the one of this type; TypeScript cannot follow a key through two maps.
  return { type, data: result.data, position } as PlacedEvent;
}

function isContracted(type: string): type is keyof typeof contracts {
  return Object.hasOwn(contracts, type);
}
