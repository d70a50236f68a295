// The alphabet of the model, done to the real code. Numbers choose among what is there, so that every sequence of
// operations means something.

import { rmSync } from "node:fs";
import { pause } from "@blog/common/base/backoff";
import { openSqlite } from "@blog/common/database/sqlite";
import fc from "fast-check";
import type { System } from "./system.ts";

export interface Operation {
  name: keyof typeof operations;
  which: number;
}

type Step = (system: System, which: number) => Promise<void> | void;

let counter = 0;

const operations = {
  write: ({ publishers }, which) => publishers[which % publishers.length]!.write(`p${++counter}`),
  // Something gets done: this is where the loops of relay and workers run.
  work: (_system, which) => pause(which),
  loseRequest: ({ faults }) => faults.arm("lose request"),
  loseAnswer: ({ faults }) => faults.arm("lose answer"),
  repeatRequest: ({ faults }) => faults.arm("repeat request"),
  delayAnswer: ({ faults }) => faults.arm("delay answer"),
  crashBeforeCommit: ({ faults }) => faults.arm("before commit"),
  crashAfterCommit: ({ faults }) => faults.arm("after commit"),
  crashBus: (system) => system.restartBus(),
  async crashConsumer({ journals }, which) {
    const journal = choose(journals, which);
    await journal.stop();
    await journal.start();
  },
  async crashPublisher({ publishers }, which) {
    const publisher = choose(publishers, which);
    await publisher.stop();
    await publisher.start();
  },
  async backUp({ journals }, which) {
    const journal = choose(journals, which);
    await journal.stop();
    journal.backUp();
    await journal.start();
  },
  async restore({ journals }, which) {
    const journal = choose(journals, which);
    await journal.stop();
    journal.restore();
    await journal.start();
  },
  poison: ({ journals }, which) =>
    void choose(journals, which).poison.add(`p${counter + 1 + (which % 3)}`),
  mend: ({ journals }, which) => choose(journals, which).poison.clear(),
  redrive: (system, which) => decide(system, which, "redrive"),
  discard: (system, which) => decide(system, which, "discarded"),
  loseCursor: (system) =>
    system.restartBus(({ subscriptions }) =>
      edit(subscriptions, "UPDATE cursors SET position = 0"),
    ),
  pushCursor: (system) =>
    system.restartBus(({ subscriptions }) =>
      edit(subscriptions, "UPDATE cursors SET position = coalesce((SELECT length FROM log), 0)"),
    ),
  async replaceLog(system) {
    system.hasLost = true;
    await system.restartBus(({ log }) => {
      for (const end of ["", "-wal", "-shm"]) rmSync(log + end, { force: true });
    });
  },
  backUpBus: (system) => system.backUpBus(),
  restoreBus: (system) => system.restoreBus(),
  async subscribe(system) {
    if (system.journals.length < 3) await system.subscribe();
  },
} satisfies Record<string, Step>;

function choose<Item>(items: Item[], which: number): Item {
  return items[which % items.length]!;
}

function edit(file: string, sql: string): void {
  const sqlite = openSqlite(file);
  sqlite.exec(sql);
  sqlite.close();
}

function decide(system: System, which: number, to: "redrive" | "discarded"): void {
  const { name } = choose(system.journals, which);
  const subscription = system.bus().subscriptions.get(name)!;
  const [parked] = subscription.parkedEvents();
  if (!parked) return;
  subscription.decide(parked.position, to);
  system.bus().wake(name);
}

export async function perform(system: System, { name, which }: Operation): Promise<void> {
  const step: Step = operations[name];
  await step(system, which);
}

const weights: Partial<Record<Operation["name"], number>> = { write: 24, work: 16 };

export const operation: fc.Arbitrary<Operation> = fc.record({
  name: fc.oneof(
    ...Object.keys(operations).map((name) => ({
      weight: weights[name as Operation["name"]] ?? 1,
      arbitrary: fc.constant(name as Operation["name"]),
    })),
  ),
  which: fc.nat(11),
});

export const schedule = fc.array(operation, { size: "max", minLength: 20, maxLength: 80 });
