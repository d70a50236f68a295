// Known mistakes in the protocol, by what they do, and the promise that each one breaks. Those in delivery wrap the rules of the
// bus: they change what goes in, or what comes out.

import * as kept from "@blog/common/delivery/delivery-rules";
import { POLICY } from "./subscription.ts";
import type { Rules } from "./world.ts";

export interface Mutant {
  rules: Partial<Rules>;
  breaks: RegExp;
}

export const mutants: Record<string, Mutant> = {
  "answers before the sync": { rules: { answers: "before sync" }, breaks: /I1:/ },
  "keeps an id twice": { rules: { ids: "not compared" }, breaks: /I3:/ },
  "fills the outbox after the state": { rules: { outbox: "after the state" }, breaks: /I11:/ },
  "deletes an outbox row when it is sent": {
    rules: { outboxRow: "deleted when sent" },
    breaks: /I11:/,
  },
  "does not remember ids": { rules: { inbox: "none" }, breaks: /I7:/ },
  "moves the checkpoint before the effect": {
    rules: { checkpoint: "before the effect" },
    breaks: /I9:/,
  },
  "moves the checkpoint after the effect": {
    rules: { checkpoint: "after the effect" },
    breaks: /I7:/,
  },
  "skips poison silently": { rules: { poison: "skipped" }, breaks: /I9:/ },
  "does not notice a gap": { rules: { gaps: "not noticed" }, breaks: /I9:/ },
  "starts a late subscriber with what comes next": {
    rules: { lateSubscriber: "from now" },
    breaks: /I9:/,
  },
  "never asks for what it has skipped": { rules: { skippedPositions: "forgotten" }, breaks: /I9:/ },
  "gives out a discarded event with the log": {
    rules: { discarded: "read from the log" },
    breaks: /I10:/,
  },
  "does not compare histories": { rules: { history: "not compared" }, breaks: /I9:/ },
  "does not look for a subscriber after a break": {
    rules: { delivery: { ...kept, afterAnswer: withoutLooks } },
    breaks: /R1:/,
  },
  "counts an absence against the event": {
    rules: { delivery: { ...kept, waitOut: countedAbsence } },
    breaks: /R1:/,
  },
  "counts an outage against the event": {
    rules: { delivery: { ...kept, afterAnswer: countedOutage } },
    breaks: /R1:/,
  },
  "parks for all after a few breaks": {
    rules: { delivery: { ...kept, afterAnswer: assuming({ acceptsBatches: false }) } },
    breaks: /R2:/,
  },
  "parks for none after a few breaks": {
    rules: { delivery: { ...kept, afterAnswer: assuming({ acceptsBatches: true }) } },
    breaks: /R3:/,
  },
  "believes every checkpoint to be in the log": {
    rules: { delivery: { ...kept, afterAnswer: assuming({ named: {} }) } },
    breaks: /I9:/,
  },
  "insists on a redriven event": {
    rules: { delivery: { ...kept, afterAnswer: insistent } },
    breaks: /R5:/,
  },
  "lets every sign of life end a pause": {
    rules: { delivery: { ...kept, afterSignOfLife: (state) => ({ ...state, failures: 0 }) } },
    breaks: /R4:/,
  },
};

type AfterAnswer = typeof kept.afterAnswer;

function assuming(about: Partial<kept.Attempt>): AfterAnswer {
  return (state, attempt, ...rest) => kept.afterAnswer(state, { ...attempt, ...about }, ...rest);
}

function withoutLooks(...args: Parameters<AfterAnswer>): kept.Step {
  const step = kept.afterAnswer(...args);
  return { ...step, state: { ...step.state, isBroken: false } };
}

function countedOutage(...[state, attempt, verdict, policy]: Parameters<AfterAnswer>): kept.Step {
  const counted = verdict.kind === "outage" ? { ...verdict, kind: "rejected" as const } : verdict;
  return kept.afterAnswer(state, attempt, counted, policy);
}

function insistent(...[state, attempt, verdict, policy]: Parameters<AfterAnswer>): kept.Step {
  const { redelivery: _, ...asAnyOther } = attempt.request;
  const request = verdict.kind === "rejected" ? asAnyOther : attempt.request;
  return kept.afterAnswer(state, { ...attempt, request }, verdict, policy);
}

function countedAbsence(state: kept.DeliveryState, reason: string): kept.Step {
  const { position } = state.rejected;
  if (position === 0) return kept.waitOut(state, reason);
  const attempt = {
    request: { events: [{ position }], asBatch: false },
    ...{ previous: 0, cursor: 0, named: {}, acceptsBatches: true },
  };
  const verdict = { kind: "rejected", reason, isBreak: true } as const;
  return kept.afterAnswer(state, attempt, verdict, POLICY);
}
