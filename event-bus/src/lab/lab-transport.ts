// A subscriber's transport with the lab in between: each delivery waits at the gate, may meet with a fault, and is recorded.
// Questions without events pass unrecorded, but not through a wire that is cut.

import type { Answer } from "@blog/common/delivery/answer";
import { toHex } from "../log/stored-event.ts";
import type { OutgoingDelivery, Transport } from "../delivery/transport.ts";
import type { FaultBoard } from "./faults.ts";
import type { Gate } from "./gate.ts";
import type { Recorder, SendResult } from "./recorded-delivery.ts";

interface LabTransportParts {
  subscriber: string;
  /** The transport without the lab. */
  inner: Transport;
  gate: Gate;
  faults: FaultBoard;
  recorder: Recorder;
  /** From 0 to 1, as Math.random. */
  random(): number;
}

// An error without a code is an outage (answer.ts): none of these is the event's fault.
const CUT: SendResult = { answer: { error: new Error("The lab has cut the wire.") }, fault: "cut" };
const FAILED: SendResult = { answer: { status: 500 }, fault: "failed" };
const LOST: SendResult = {
  answer: { error: new Error("The lab has lost the answer.") },
  fault: "answer lost",
};
const CLOSED: Answer = { error: new Error("The bus stops delivering.") };

export function createLabTransport(parts: LabTransportParts): Transport {
  const { subscriber, inner, gate, faults, recorder, random } = parts;
  const happens = (percent: number) => random() * 100 < percent;
  gate.open(subscriber);

  async function deliver(delivery: OutgoingDelivery): Promise<Answer> {
    if (delivery.events.length === 0)
      return faults.of(subscriber).isCut ? CUT.answer : inner.deliver(delivery);
    const positions = delivery.events.map(({ position }) => position);
    if (!(await gate.pass(subscriber, positions))) return CLOSED;

    const reason = delivery.redelivery ? "redrive" : "live";
    const answer = await recorder({ subscriber, delivery, reason }, () => applyFaults(delivery));
    // After the first, so that one request is in flight at a time; and it is the first whose answer counts.
    if (isDone(answer) && happens(faults.of(subscriber).duplicatePercent)) {
      const twin = twinOf(delivery);
      await recorder({ subscriber, delivery: twin, reason: "duplicate" }, () => send(twin));
    }
    return answer;
  }

  async function applyFaults(delivery: OutgoingDelivery): Promise<SendResult> {
    const { isCut, failPercent, loseAnswerPercent } = faults.of(subscriber);
    if (isCut) return CUT;
    if (happens(failPercent)) return FAILED;
    const sent = await send(delivery);
    return "status" in sent.answer && happens(loseAnswerPercent) ? LOST : sent;
  }

  const send = async (delivery: OutgoingDelivery): Promise<SendResult> => ({
    answer: await inner.deliver(delivery),
  });

  return {
    ...inner,
    deliver,
    // One at a time can be watched, and stepped.
    maxEvents: () => (gate.isHeld(subscriber) ? 1 : inner.maxEvents?.()),
    async close() {
      gate.close(subscriber);
      await inner.close();
    },
  };
}

// It confirms the subscriber's checkpoint: otherwise one of ours would answer 409 and not look at the event.
function twinOf(delivery: OutgoingDelivery): OutgoingDelivery {
  const { position, checksum } = delivery.events.at(-1)!;
  return { ...delivery, confirmed: { position, checksum: toHex(checksum) } };
}

function isDone(answer: Answer): boolean {
  return "status" in answer && answer.status >= 200 && answer.status < 300;
}
