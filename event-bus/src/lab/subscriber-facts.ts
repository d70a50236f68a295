// Each subscriber's state, recorded when it changes: the bus's own view of it, and what the lab does to it.

import type { Bus } from "../bus.ts";
import type { FaultBoard } from "./faults.ts";
import type { Gate } from "./gate.ts";
import type { History } from "./history.ts";
import type { SubscriberFact } from "./records.ts";

// A reader sees no more than this, and a busy subscriber changes a thousand times a second.
const AT_MOST_EVERY_MS = 50;
const MAX_PARKED = 1000;

interface FactParts {
  bus: Pick<Bus, "subscriptions" | "settings" | "added">;
  gate: Gate;
  faults: FaultBoard;
}

/** Undefined when there is no subscriber of this name. */
export function subscriberFact(
  { bus, gate, faults }: FactParts,
  name: string,
): SubscriberFact | undefined {
  const subscription = bus.subscriptions.get(name);
  if (!subscription) return undefined;
  const parked = subscription.parkedEvents().map(({ position }) => position);
  return {
    kind: "subscriber",
    ...subscription.status(),
    parked: parked.slice(0, MAX_PARKED),
    isAdded: bus.added.has(name),
    parkAfter: bus.settings.parkAfter,
    isHeld: gate.isHeld(name),
    waiting: gate.waiting(name),
    faults: faults.of(name),
    faultsEndAt: faults.endAt(name),
  };
}

export interface FactWatch {
  /** Something about this subscriber may be different: it is looked at soon, and recorded if it is. */
  changed(name: string): void;
  /** Looks no more: the files are about to be closed. */
  stop(): void;
}

export function watchSubscribers(
  history: History,
  look: (name: string) => SubscriberFact | undefined,
): FactWatch {
  const timers = new Map<string, NodeJS.Timeout>();
  const recorded = new Map<string, string>();
  let isStopped = false;

  function record(name: string): unknown {
    timers.delete(name);
    const fact = look(name);
    if (!fact) return recorded.delete(name);
    const text = JSON.stringify(fact);
    if (recorded.get(name) === text) return;
    recorded.set(name, text);
    history.add(fact);
  }

  return {
    changed(name) {
      if (isStopped || timers.has(name)) return;
      timers.set(name, setTimeout(record, AT_MOST_EVERY_MS, name).unref());
    },
    stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
