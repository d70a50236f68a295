// The process of the four subscribers. However an event arrives, they do the same with it: note it, acknowledge it.

import { createTally, type RoundReport, type Tally } from "./tally.ts";
import { findSystem } from "./systems/all.ts";
import { type ListeningSubscriber, startCourseSubscriber, startSubscriber } from "./subscriber.ts";
import type { BenchEvent } from "./event.ts";
import { SUBSCRIBERS } from "./subscriber-names.ts";
import { serve } from "./worker.ts";

/** How often it is looked whether everything has arrived. */
const LOOK_EVERY_MS = 5;

let tally: Tally = createTally(SUBSCRIBERS.length);
let listening: ListeningSubscriber[] = [];

const commands = {
  /** Where a bus that pushes by HTTP finds them. "course" ones are written as the course writes its services. */
  async listen(kind: "batching" | "course", count: number): Promise<string[]> {
    const start = kind === "course" ? startCourseSubscriber : startSubscriber;
    tally = createTally(count);
    listening = await Promise.all(Array.from({ length: count }, () => start()));
    for (const [index, each] of listening.entries())
      each.onEvent((_id, data) => tally.receive(index, data as BenchEvent["data"]));
    return listening.map(({ url }) => url);
  },

  setAway(isAway: boolean): void {
    for (const each of listening) each.setAway(isAway);
  },

  /** For systems that subscribers pull from. */
  async subscribe(system: string, address: string): Promise<void> {
    const { subscribe } = findSystem(system);
    for (const [index, name] of SUBSCRIBERS.entries())
      await subscribe?.(address, name, ({ data }) => tally.receive(index, data));
  },

  /** Waits until all have all of this round, or until nothing has come for so long. */
  async finish(round: number, count: number, lossTimeoutMs: number): Promise<RoundReport> {
    let [complete, changedAt] = [-1, performance.now()];
    for (;;) {
      const report = tally.report(round);
      if (report.complete !== complete)
        [complete, changedAt] = [report.complete, performance.now()];
      if (complete >= count || performance.now() - changedAt > lossTimeoutMs) return report;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  },

  reports: (): RoundReport[] => tally.reports(),
  latencies: (round: number): number[] => tally.latencies(round),
};
export type SubscriberCommands = typeof commands;
serve(commands);
