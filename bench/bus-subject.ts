// A bus or broker with its publisher and its four subscribers, each in a process of its own: what workloads 1, 2 and 3
// measure. Everything that is published is counted, and looked for at the end.

import type { PublisherCommands, Steady } from "./publisher.ts";
import { SUBSCRIBERS } from "./subscriber-names.ts";
import type { SubscriberCommands } from "./subscribers.ts";
import type { System } from "./systems/system.ts";
import { findFaults, type Published } from "./tally.ts";
import { startWorker, type Worker } from "./worker.ts";
import type { OnStop } from "./workload.ts";

export interface BusSubject {
  /** As many events at a time, for so long; resolves with events/s until all four had all. */
  throughput(load: { inFlight: number; forMs: number }): Promise<number>;
  /** As many events a second, for so long. All are milliseconds, one for each event. */
  latencies(load: Omit<Steady, "round">): Promise<{ acknowledged: number[]; delivered: number[] }>;
  /** So many events, as fast as they go through; resolves with the number of the round when all four have all. */
  publish(count: number): Promise<number>;
  /** Why the figures do not count. */
  faults(): Promise<string[]>;
  /** The same for another process of subscribers, which may still have events to receive. */
  faultsOf(others: Worker<SubscriberCommands>): Promise<string[]>;
}

interface SubjectOptions {
  system: System;
  folder: string;
  /** How the subscribers are written, where they receive events by HTTP. */
  subscribers?: "batching" | "course";
  lossTimeoutMs: number;
  onStop: OnStop;
}

export async function prepareBus(options: SubjectOptions): Promise<BusSubject> {
  const { system, folder, onStop, lossTimeoutMs } = options;
  const subscribers = startWorker<SubscriberCommands>("subscribers.ts");
  const listening = subscribers.listen(options.subscribers ?? "batching", SUBSCRIBERS.length);
  const starting = listening.then((urls) => system.start(folder, urls));
  // After its subscribers: they would go on, and make anew what it has removed.
  onStop(async () => (await starting.catch(() => undefined))?.stop());
  onStop(subscribers.end);
  const server = await starting;
  await subscribers.subscribe(system.name, server.address);
  const publisher = startWorker<PublisherCommands>("publisher.ts");
  onStop(publisher.end);
  await publisher.connect(system.name, server.address);
  return createSubject(publisher, subscribers, lossTimeoutMs);
}

function createSubject(
  publisher: Worker<PublisherCommands>,
  subscribers: Worker<SubscriberCommands>,
  lossTimeoutMs: number,
): BusSubject {
  const published: Published[] = [];
  let round = 0;

  async function faultsOf(receivers: Worker<SubscriberCommands>): Promise<string[]> {
    for (const each of published)
      await receivers.finish(each.round, each.acknowledged, lossTimeoutMs);
    return findFaults(published, await receivers.reports());
  }

  return {
    async throughput(load) {
      round += 1;
      const done = await publisher.burst({ round, ...load });
      published.push(done);
      const report = await subscribers.finish(round, done.acknowledged, lossTimeoutMs);
      return (report.complete * 1000) / (report.completeAt - done.startedAt);
    },

    async latencies(load) {
      round += 1;
      const done = await publisher.steady({ round, ...load });
      published.push(done);
      await subscribers.finish(round, done.acknowledged, lossTimeoutMs);
      return { acknowledged: done.waits, delivered: await subscribers.latencies(round) };
    },

    async publish(count) {
      round += 1;
      published.push(await publisher.amount({ round, count }));
      await subscribers.finish(round, count, lossTimeoutMs);
      return round;
    },

    faults: () => faultsOf(subscribers),
    faultsOf,
  };
}
