// A subscriber with a memory, as small as possible: a checkpoint, judged by the rules of the real inbox. It can be set back
// to an earlier state, as a database restored from a backup would be.

import { readDelivery } from "@blog/common/wire/delivery";
import { type Checkpoint, judge, START } from "@blog/common/messaging/checkpoint";
import { acceptBatches, startSubscriber, type TestSubscriber } from "./test-subscriber.ts";

export interface TestConsumer extends TestSubscriber {
  checkpoint: Checkpoint;
  /** What took effect, in order. A position that is known already has no effect. */
  effects: string[];
  /** How often it has answered that something is missing. */
  gaps: number;
  /** The type of events it cannot handle. */
  chokesOn?: string;
  /** What was true at `position` is true again. */
  restore(position: number): void;
}

export async function startConsumer(port = 0): Promise<TestConsumer> {
  const history = new Map<number, Checkpoint>([[0, START]]);
  const subscriber = await startSubscriber((res, { headers, body }) => {
    const header = (name: string) => headers[name]?.toString();
    const delivery = readDelivery(header, Buffer.from(body));
    const { outcome, isNew, reached } = judge(delivery, consumer.checkpoint);
    if (outcome !== "done") {
      consumer.gaps += 1;
      const { resumeAfter, checksum } = outcome;
      const where = { "event-bus-resume-after": resumeAfter };
      return res
        .writeHead(409, checksum ? { ...where, "event-bus-checksum": checksum } : where)
        .end();
    }
    if (delivery.events.some(({ type }) => type === consumer.chokesOn)) {
      return res.writeHead(422).end();
    }
    consumer.effects.push(...delivery.events.filter(isNew).map(({ type }) => type));
    consumer.checkpoint = reached;
    history.set(consumer.checkpoint.position, consumer.checkpoint);
    return acceptBatches(res);
  }, port);

  const consumer: TestConsumer = Object.assign(subscriber, {
    checkpoint: START,
    effects: [] as string[],
    gaps: 0,
    restore(position: number) {
      consumer.checkpoint = history.get(position)!;
      consumer.effects.length = position;
    },
  });
  return consumer;
}
