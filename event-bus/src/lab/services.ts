// The processes of the blog, as the local runner reports them.

import type { History } from "./history.ts";
import type { ServiceFact } from "./records.ts";

/** More do not run on one machine: a client that reports more is not our runner. */
const MOST = 100;

export interface ServiceBoard {
  /** The last report of each. */
  all(): ServiceFact[];
  set(fact: ServiceFact): void;
}

export function createServiceBoard(history: History): ServiceBoard {
  const board = new Map<string, ServiceFact>();
  return {
    all: () => [...board.values()],
    set(fact) {
      if (!board.has(fact.name) && board.size >= MOST) return;
      board.set(fact.name, fact);
      history.add(fact);
    },
  };
}
