// Which event caused which: the tree around one event, from the causes that the events name themselves.

import type { StoredBlogEvent } from "@blog/event-bus/lab/records";

export interface CauseNode {
  event: StoredBlogEvent;
  consequences: CauseNode[];
}

export interface CauseTree {
  root: CauseNode;
  /** The root names a cause, and it is not among these events. */
  isCutOff: boolean;
}

/** `around`: the events among which causes and consequences are looked for, in the order of the log. */
export function causeTree(event: StoredBlogEvent, around: readonly StoredBlogEvent[]): CauseTree {
  const byId = new Map(around.map((other) => [other.id, other]));
  const byCause = new Map<string, StoredBlogEvent[]>();
  for (const other of around) {
    const cause = other.causationid;
    if (cause !== undefined) byCause.set(cause, [...(byCause.get(cause) ?? []), other]);
  }
  const root = rootOf(event, byId);
  return {
    root: nodeOf(root, byCause, new Set()),
    isCutOff: root.causationid !== undefined,
  };
}

function rootOf(event: StoredBlogEvent, byId: Map<string, StoredBlogEvent>): StoredBlogEvent {
  const seen = new Set<StoredBlogEvent>();
  let root = event;
  // A publisher may send events that cause each other.
  while (!seen.has(root)) {
    seen.add(root);
    const cause = root.causationid === undefined ? undefined : byId.get(root.causationid);
    if (!cause) return root;
    root = cause;
  }
  return event;
}

function nodeOf(
  event: StoredBlogEvent,
  byCause: Map<string, StoredBlogEvent[]>,
  above: ReadonlySet<StoredBlogEvent>,
): CauseNode {
  const path = new Set([...above, event]);
  const consequences = (byCause.get(event.id) ?? [])
    .filter((consequence) => !path.has(consequence))
    .map((consequence) => nodeOf(consequence, byCause, path));
  return { event, consequences };
}
