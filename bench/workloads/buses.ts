// What the workloads that send events through a bus or broker share: the systems that take part, how they are started, what
// they lost, and how what goes through is counted.

import { findProgram } from "../../infra/local/find-program.ts";
import { type BusSubject, prepareBus } from "../bus-subject.ts";
import type { Scale } from "../scale.ts";
import type { System } from "../systems/system.ts";
import type { Contestant, Figures, Workload } from "../workload.ts";

type Part<Keys extends keyof Workload<BusSubject>> = Pick<Workload<BusSubject>, Keys>;

/** `subscribers`: how those are written that receive events by HTTP. */
export function amongBuses(
  systems: System[],
  { lossTimeoutMs }: Scale,
  subscribers: "batching" | "course" = "batching",
): Part<"contestants" | "prepare" | "check"> {
  return {
    contestants: systems.map(toContestant),

    prepare(name, folder, onStop) {
      // It is the name of a contestant.
      const system = systems.find((each) => each.name === name)!;
      return prepareBus({ system, folder, subscribers, lossTimeoutMs, onStop });
    },

    check: (subject) => subject.faults(),
  };
}

/** Events a second until all subscribers have all, with each of these numbers of events in flight. */
export function throughput(counts: number[], { burstMs }: Scale): Part<"measures" | "round"> {
  return {
    measures: counts.map((count) => ({ name: inFlight(count), unit: "/s", better: "more" })),

    async round(subject) {
      const figures: Figures = {};
      for (const count of counts) {
        const load = { inFlight: count, forMs: burstMs };
        figures[inFlight(count)] = await subject.throughput(load);
      }
      return figures;
    },
  };
}

/** The measure of `throughput`. */
export function inFlight(count: number): string {
  return `${count} in flight`;
}

/** With the reason for those that cannot run here. */
function toContestant({ name, acknowledged, program, isOurs }: System): Contestant {
  const isMissing = program !== undefined && findProgram(program) === undefined;
  return {
    name,
    acknowledged,
    missing: isMissing ? `${program} is not installed` : undefined,
    ...(isOurs && { isOurs }),
  };
}
