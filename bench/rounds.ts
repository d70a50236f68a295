// Runs a workload: one round of each contestant, then the next one of each, so that whatever else the machine does happens
// to all of them. A warm-up first; of the other rounds, the median counts.

import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { medianOf } from "./latencies.ts";
import type { AnyWorkload, Contestant, Figures, Measured } from "./workload.ts";

export interface ContestantResult extends Contestant, Measured {
  rounds: Figures[];
}

interface RunOptions {
  rounds: number;
  /** A folder for each contestant's data is made in there. */
  folder: string;
  onProgress(done: number, total: number, what: string): void;
  /** Stops, at the end, everything that was started. */
  stops: Stops;
}

export async function runWorkload(
  workload: AnyWorkload,
  { rounds, folder, onProgress, stops }: RunOptions,
): Promise<ContestantResult[]> {
  const results = workload.contestants.map(
    (contestant): ContestantResult => ({ ...contestant, faults: [], rounds: [], medians: {} }),
  );
  const present = results.filter(({ missing }) => missing === undefined);
  const steps = present.length * (rounds + 2);
  const subjects = new Map<ContestantResult, unknown>();
  let done = 0;

  // A contestant that has failed takes no further part.
  async function attempt(result: ContestantResult, what: string, work: () => Promise<void>) {
    onProgress(done, steps, `${result.name}, ${what}`);
    done += 1;
    if (result.faults.length > 0 || stops.isOver()) return;
    await work().catch((error: unknown) => {
      result.faults.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  try {
    for (const result of present) {
      await attempt(result, "start", async () => {
        const own = await mkdtemp(join(folder, "blog-bench-"));
        stops.add(() => rm(own, { recursive: true, force: true, maxRetries: 5 }));
        subjects.set(result, await workload.prepare(result.name, own, stops.add));
      });
    }
    for (let round = 0; round <= rounds; round += 1) {
      for (const result of rotated(present, round)) {
        const what = round === 0 ? "warm-up" : `round ${round}`;
        await attempt(result, what, async () => {
          const figures = await workload.round(subjects.get(result));
          if (round > 0) result.rounds.push(figures);
        });
      }
    }
    for (const result of present) {
      if (result.faults.length === 0)
        result.faults.push(...(await workload.check(subjects.get(result))));
      result.medians = mediansOf(result.rounds);
    }
  } finally {
    await stops.run();
  }
  onProgress(steps, steps, "done");
  return results;
}

// No contestant always follows the same one.
function rotated<Item>(items: Item[], by: number): Item[] {
  const first = by % Math.max(1, items.length);
  return [...items.slice(first), ...items.slice(0, first)];
}

function mediansOf(rounds: Figures[]): Figures {
  const names = new Set(rounds.flatMap((figures) => Object.keys(figures)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      medianOf(rounds.flatMap((figures) => (name in figures ? [figures[name]!] : []))),
    ]),
  );
}

export interface Stops {
  add(stop: () => Promise<unknown>): void;
  /** Calls what was added, the last one first, and forgets it. */
  run(): Promise<void>;
  /** The same, permanently: from now on nothing can be added, so nothing should be started. */
  end(): Promise<void>;
  isOver(): boolean;
}

export function createStops(): Stops {
  const stops: (() => Promise<unknown>)[] = [];
  let running = Promise.resolve();
  let isOver = false;

  async function runAll(): Promise<void> {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  }

  // An interruption waits for what is being stopped already, too.
  const run = () => (running = running.then(runAll));

  return {
    add(stop) {
      if (isOver) throw new Error("It was interrupted.");
      stops.push(stop);
    },
    run,
    end() {
      isOver = true;
      return run();
    },
    isOver: () => isOver,
  };
}
