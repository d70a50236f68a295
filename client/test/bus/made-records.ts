// A bus that exists on paper: it makes records as the real one does, one worker per subscriber, so that tests know what
// should be drawn of them.

import type {
  DeliveryOutcome,
  Effect,
  LabFact,
  LabRecord,
  RecordedEvent,
} from "@blog/event-bus/lab/records";
import { plainFact } from "../../src/bus-view/history/plain-fact.ts";

export interface PaperBus {
  records: LabRecord[];
  /** Time goes by. */
  wait(ms: number): void;
  publish(event?: Partial<RecordedEvent>): number;
  /** The next event leaves for this subscriber; nothing happens when there is none, or one is on its way. */
  start(subscriber: string): void;
  end(subscriber: string, outcome?: DeliveryOutcome, effect?: Effect): void;
  /** What failed last is parked, and the worker goes on behind it. */
  park(subscriber: string): void;
  record(fact: LabFact): void;
}

interface Worker {
  cursor: number;
  attempt: number;
  parked: number[];
  delivery?: number;
}

export function createPaperBus(subscribers: string[]): PaperBus {
  const records: LabRecord[] = [];
  const workers = new Map<string, Worker>(
    subscribers.map((name) => [name, { cursor: 0, attempt: 0, parked: [] }]),
  );
  let at = 1_700_000_000_000;
  let tail = 0;
  let deliveries = 0;

  function record(fact: LabFact): void {
    records.push({ seq: records.length + 1, at, ...fact });
  }

  function stand(name: string, worker: Worker): void {
    const { cursor, parked } = worker;
    const lag = { events: tail - cursor, seconds: 0 };
    record(
      plainFact({ name, url: `http://localhost:4000/events`, cursor, lag, parked: [...parked] }),
    );
  }

  function workerOf(name: string): Worker {
    const worker = workers.get(name);
    if (!worker) throw new Error(`no subscriber ${name}`);
    return worker;
  }

  for (const [name, worker] of workers) stand(name, worker);

  return {
    records,
    wait(ms) {
      at += ms;
    },
    record,
    publish(event = {}) {
      tail += 1;
      const time = new Date(at).toISOString();
      const made = { position: tail, id: `id-${tail}`, type: "PostCreated", source: "posts", time };
      record({ kind: "event", event: { ...made, data: { id: "p1", title: "Tea" }, ...event } });
      return tail;
    },
    start(name) {
      const worker = workerOf(name);
      if (worker.delivery !== undefined || worker.cursor >= tail) return;
      deliveries += 1;
      worker.attempt += 1;
      worker.delivery = deliveries;
      record({
        kind: "delivery",
        phase: "started",
        delivery: deliveries,
        subscriber: name,
        positions: [worker.cursor + 1],
        attempt: worker.attempt,
        reason: "live",
      });
    },
    end(name, outcome = "done", effect = "applied") {
      const worker = workerOf(name);
      const { delivery, attempt, cursor } = worker;
      if (delivery === undefined) return;
      delete worker.delivery;
      const about = { delivery, subscriber: name, positions: [cursor + 1], attempt };
      const common = { kind: "delivery", phase: "ended", reason: "live", ms: 2 } as const;
      if (outcome === "done") {
        record({ ...common, ...about, outcome, status: 200, effects: [effect] });
        Object.assign(worker, { attempt: 0, cursor: cursor + 1 });
      } else record({ ...common, ...about, outcome, error: "answered 500" });
      stand(name, worker);
    },
    park(name) {
      const worker = workerOf(name);
      if (worker.delivery !== undefined || worker.attempt === 0) return;
      worker.parked.push(worker.cursor + 1);
      Object.assign(worker, { attempt: 0, cursor: worker.cursor + 1 });
      stand(name, worker);
    },
  };
}
