// What can be done to author-service at the moment, by what is known of it: the buttons show the truth, whatever changed it.

import type { Lab } from "../../../../bus-view/lab/get-lab.ts";
import type { ServiceState } from "../../../../../gateway/status-report.ts";

export const AUTHOR_SERVICE = "author-service";
export const SLOW_MS = 200;

export interface AuthorFacts {
  /** As the gateway sees it; undefined while that is not known. */
  state: ServiceState | undefined;
  /** What can be done here; undefined while that is not known. */
  lab: Lab | undefined;
  /** How much later it answers; undefined while that is not known. */
  delayMs: number | undefined;
  /** It was asked to stop or to start, and has not done so yet. */
  awaited?: "stop" | "start" | undefined;
}

export interface Control<Does> {
  label: string;
  does: Does;
  /** Why it cannot be done now, as a sentence. */
  unavailable?: string | undefined;
}

export function processControl(facts: AuthorFacts): Control<"stop" | "start"> {
  const { state, lab, awaited } = facts;
  const unavailable = withoutRunner(lab);
  if (awaited === "stop") return { label: "Stopping …", does: "stop", unavailable: "It stops." };
  if (awaited === "start" || (state === "starting" && lab?.runner))
    return { label: "Starting …", does: "start", unavailable: "It starts." };
  if (state === "down") return { label: `Start ${AUTHOR_SERVICE}`, does: "start", unavailable };
  return {
    label: `Stop ${AUTHOR_SERVICE}`,
    does: "stop",
    unavailable: unavailable ?? (state ? undefined : "Its state is not known yet."),
  };
}

/** `does`: the new delay. */
export function speedControl({ state, lab, delayMs, awaited }: AuthorFacts): Control<number> {
  const control = delayMs
    ? { label: "Make it quick again", does: 0 }
    : { label: `Make it slow (${SLOW_MS} ms)`, does: SLOW_MS };
  const isRunning = state === "ready" && !awaited;
  const idle = isRunning ? undefined : `${AUTHOR_SERVICE} does not run.`;
  const unknown = delayMs === undefined ? "Its delay is not known yet." : undefined;
  return { ...control, unavailable: withoutRunner(lab) ?? idle ?? unknown };
}

function withoutRunner(lab: Lab | undefined): string | undefined {
  if (!lab) return "It is not known yet what can be done here.";
  if (lab.runner) return undefined;
  if (lab.cluster)
    return "In a cluster there is no lab. On your own machine, npm run lab:library has it.";
  return "The lab is off here. On your own machine, npm run lab:library has it.";
}

export interface StateInWords {
  kind: "good" | "busy" | "bad";
  word: string;
}

export function stateInWords({ state, delayMs, awaited }: AuthorFacts): StateInWords {
  if (awaited) return { kind: "busy", word: awaited === "stop" ? "stops" : "starts" };
  if (!state) return { kind: "busy", word: "not known yet" };
  if (state === "down") return { kind: "bad", word: "does not run" };
  if (state === "starting") return { kind: "busy", word: "starts" };
  return delayMs
    ? { kind: "busy", word: `runs, ${delayMs} ms slow` }
    : { kind: "good", word: "runs" };
}
