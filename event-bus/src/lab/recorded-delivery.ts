// One delivery in the history: it leaves, and it ends. Neither changes what is delivered or what is answered.

import { type Answer, classifyAnswer, outcomeOf } from "@blog/common/delivery/answer";
import type { OutgoingDelivery } from "../delivery/transport.ts";
import type { History } from "./history.ts";
import type { DeliveryEnded, DeliveryReason, Effect } from "./records.ts";

const EFFECTS = new Map<string, Effect>([
  ["a", "applied"],
  ["d", "duplicate"],
  ["u", "unheard"],
  ["p", "passed"],
]);

export type Fault = NonNullable<DeliveryEnded["fault"]>;

interface Try {
  subscriber: string;
  delivery: OutgoingDelivery;
  reason: DeliveryReason;
}

/** The answer that the bus gets, and the fault that made it so. */
export interface SendResult {
  answer: Answer;
  fault?: Fault;
}

/** Makes tries, and records them. Their numbers count up. */
export function createRecorder(history: History) {
  let deliveries = 0;

  return async (
    { subscriber, delivery, reason }: Try,
    send: () => Promise<SendResult>,
  ): Promise<Answer> => {
    const positions = delivery.events.map(({ position }) => position);
    deliveries += 1;
    const about = { delivery: deliveries, subscriber, positions, reason };
    const { attempt } = delivery;
    history.add({ kind: "delivery", phase: "started", ...about, attempt });
    const startedAt = performance.now();
    const { answer, fault } = await send();
    const ms = Math.round((performance.now() - startedAt) * 100) / 100;
    history.add({
      ...{ kind: "delivery", phase: "ended", ...about, attempt, ms },
      ...endOf(answer),
      ...effectsIn(answer, positions.length),
      ...(fault && { fault }),
    });
    return answer;
  };
}

export type Recorder = ReturnType<typeof createRecorder>;

function endOf(answer: Answer) {
  const verdict = classifyAnswer(answer);
  return {
    outcome: outcomeOf(verdict),
    ...("status" in answer && { status: answer.status }),
    ...("reason" in verdict && { error: verdict.reason }),
    ...("after" in verdict && { resumeAfter: verdict.after }),
  };
}

/** The effects the subscriber reports; nothing unless there is one for each event. */
export function effectsIn(answer: Answer, count: number): { effects?: Effect[] } {
  const letters = "effects" in answer ? (answer.effects ?? "") : "";
  const effects = [...letters].flatMap((letter) => EFFECTS.get(letter) ?? []);
  return effects.length === count && letters.length === count ? { effects } : {};
}
