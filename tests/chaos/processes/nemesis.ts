// Deals accidents by a seeded schedule: every class once, in random order, then again. Several may be in progress at once,
// but never two to the same target.

import { pause } from "@blog/common/base/backoff";
import type { Accident, Deal } from "./accident.ts";
import type { Random } from "./random.ts";

const AT_ONCE = 3;

export interface Nemesis {
  /** How often each class has struck. */
  struck: Map<string, number>;
  /** What is in progress. */
  now(): string[];
  /** Deals no more, and waits until what is in progress is over. */
  stop(): Promise<void>;
}

/** `accidents` are dealt to the parts of `system`, each class in its turn. */
export function startNemesis<System>(
  system: System,
  accidents: Record<string, Deal<System>>,
  random: Random,
  onAccident: (what: string, phase: "begins" | "ends") => void,
): Nemesis {
  const struck = new Map(Object.keys(accidents).map((name) => [name, 0]));
  const inProgress = new Map<string, { what: string; ending: Promise<void> }>();
  const stopping = new AbortController();
  let deck: string[] = [];

  async function befall(name: string, { target, happen }: Accident): Promise<void> {
    const what = `${name}: ${target}`;
    onAccident(what, "begins");
    if (await happen()) struck.set(name, struck.get(name)! + 1);
    inProgress.delete(target);
    onAccident(what, "ends");
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await pause(random.between(200, 1200), stopping.signal);
      if (stopping.signal.aborted || inProgress.size >= AT_ONCE) continue;
      if (deck.length === 0) deck = random.shuffle(Object.keys(accidents));
      const name = deck.pop()!;
      const accident = accidents[name]!(system, random);
      const { target } = accident;
      // A target that has an accident already is spared; the class has its turn later.
      if (inProgress.has(target)) deck.unshift(name);
      else inProgress.set(target, { what: `${name}: ${target}`, ending: befall(name, accident) });
    }
  }

  const running = run();

  return {
    struck,
    now: () => [...inProgress.values()].map(({ what }) => what),
    async stop() {
      stopping.abort();
      await running;
      await Promise.all([...inProgress.values()].map(({ ending }) => ending));
    },
  };
}
