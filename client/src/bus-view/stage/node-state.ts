// The state of a service, in a word or two and with a shape: from its subscription, what the lab does to it, and what the
// local runner knows of its process.

import type { ServiceFact, SubscriberFact } from "@blog/event-bus/lab/records";

export type StateShape =
  | "up"
  | "down"
  | "stopped"
  | "starting"
  | "retrying"
  | "held"
  | "slow"
  | "cut"
  | "faulty"
  | "unknown";

export interface NodeState {
  shape: StateShape;
  word: string;
  tone: "good" | "busy" | "bad" | "none";
}

const UNKNOWN: NodeState = { shape: "unknown", word: "not known", tone: "none" };

/**
 * The most important one comes first. Never empty. `isCurrent`: the bus answers; otherwise the state of deliveries is not
 * known, and only the runner's facts count.
 */
export function statesOf(
  fact: SubscriberFact | undefined,
  service: ServiceFact | undefined,
  isCurrent: boolean,
): NodeState[] {
  const process = ofProcess(service);
  if (!isCurrent) {
    if (process.length > 0) return process;
    return service ? [UP] : [UNKNOWN];
  }
  const found = [...process, ...ofFaults(fact), ...ofDelivery(fact, process.length > 0)];
  return found.length > 0 ? found : [UP];
}

const UP: NodeState = { shape: "up", word: "up", tone: "good" };

function ofProcess(service: ServiceFact | undefined): NodeState[] {
  if (service?.state === "stopped") return [{ shape: "stopped", word: "stopped", tone: "bad" }];
  if (service?.state === "crashed") return [{ shape: "down", word: "crashed", tone: "bad" }];
  if (service?.state === "starting") return [{ shape: "starting", word: "starts", tone: "busy" }];
  return [];
}

function ofFaults(fact: SubscriberFact | undefined): NodeState[] {
  if (!fact) return [];
  const { isCut, delayMs, failPercent, loseAnswerPercent, duplicatePercent } = fact.faults;
  const found: NodeState[] = [];
  if (isCut) found.push({ shape: "cut", word: "wire cut", tone: "bad" });
  if (fact.isHeld) found.push({ shape: "held", word: "held", tone: "busy" });
  if (delayMs > 0) found.push({ shape: "slow", word: `slow ${delayMs / 1000} s`, tone: "busy" });
  if (failPercent > 0)
    found.push({ shape: "faulty", word: `fails ${failPercent} %`, tone: "busy" });
  if (loseAnswerPercent > 0)
    found.push({ shape: "faulty", word: `loses ${loseAnswerPercent} %`, tone: "busy" });
  if (duplicatePercent > 0)
    found.push({ shape: "faulty", word: `doubles ${duplicatePercent} %`, tone: "busy" });
  return found;
}

// A process that is known to be stopped explains why it does not answer: that need not be shown twice.
function ofDelivery(fact: SubscriberFact | undefined, isExplained: boolean): NodeState[] {
  if (fact?.state === "retrying") return [{ shape: "retrying", word: "retrying", tone: "busy" }];
  if (fact?.state !== "down" || isExplained || fact.faults.isCut) return [];
  return [{ shape: "down", word: "down", tone: "bad" }];
}
