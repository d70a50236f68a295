// Which event caused which: the tree around one event, from the causes that the events name themselves.

import type { RecordedEvent } from "@blog/event-bus/lab/records";

export interface CauseNode {
  event: RecordedEvent;
  consequences: CauseNode[];
}

export interface CauseTree {
  root: CauseNode;
  /** The root names a cause, and it is not among these events. */
  isCutOff: boolean;
}

/** `around`: the events among which causes and consequences are looked for, in the order of the log. */
export function causeTree(event: RecordedEvent, around: readonly RecordedEvent[]): CauseTree {
  const byId = new Map(around.map((other) => [other.id, other]));
  const byCause = new Map<string, RecordedEvent[]>();
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

function rootOf(event: RecordedEvent, byId: Map<string, RecordedEvent>): RecordedEvent {
  const seen = new Set<RecordedEvent>();
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
  event: RecordedEvent,
  byCause: Map<string, RecordedEvent[]>,
  above: ReadonlySet<RecordedEvent>,
): CauseNode {
  const path = new Set([...above, event]);
  const consequences = (byCause.get(event.id) ?? [])
    .filter((consequence) => !path.has(consequence))
    .map((consequence) => nodeOf(consequence, byCause, path));
  return { event, consequences };
}
