// Workload 2: what a call between two processes costs: ours, with all that we add to gRPC (checks, deadlines, metrics, traces),
// gRPC by itself, and JSON over a kept connection of HTTP/1.1. The answers come from memory.

import { startWorker, type Worker } from "../../../bench/worker.ts";
import type { Scale } from "../../../bench/scale.ts";
import type { Figures, Measure, Measured, Workload } from "../../../bench/workload.ts";
import type { CallerCommands } from "./remote/caller.ts";
import type { AnswererCommands } from "./remote/answerer.ts";
import { KINDS, type Kind } from "./remote/kinds.ts";

interface Remote {
  kind: Kind;
  port: number;
  caller: Worker<CallerCommands>;
}

const ONE = "one author";
const MANY = "100 authors";
const IN_FLIGHT = [1, 32];
const TOGETHER = "20 authors, one call: p50";
const AT_ONCE = "20 authors, at once: p50";
const IN_TURN = "20 authors, in turn: p50";
const [OURS, BARE] = KINDS;

const fileOf = (name: string) => new URL(`remote/${name}.ts`, import.meta.url).href;
const nameOf = (what: string, inFlight: number) => `${what}, ${inFlight} in flight`;

export function remoteCalls({ burstMs, isMeasure }: Scale): Workload<Remote> {
  return {
    number: 2,
    title: "One process asks another: calls a second",
    explanation:
      "Two processes each, an answer from memory. in flight: as many callers, each of which calls again as soon as it is answered. " +
      "20 authors: in one call, in 20 calls at once, in 20 calls in turn.",
    measures: [
      ...[ONE, MANY].flatMap((what) =>
        IN_FLIGHT.map(
          (count): Measure => ({
            name: nameOf(what, count),
            unit: "/s",
            better: "more",
          }),
        ),
      ),
      ...[TOGETHER, AT_ONCE, IN_TURN].map(
        (name): Measure => ({ name, unit: "ms", better: "less" }),
      ),
    ],
    goals: [{ measure: nameOf(ONE, 32), times: 0.75, as: BARE }],
    contestants: KINDS.map((name) => ({ name, ...(name === OURS && { isOurs: true }) })),

    async prepare(name, _folder, onStop) {
      const kind = name as Kind;
      const answerer = startWorker<AnswererCommands>(fileOf("answerer"));
      onStop(answerer.end);
      const port = await answerer.listen(kind);
      const caller = startWorker<CallerCommands>(fileOf("caller"));
      onStop(caller.end);
      await caller.connect(kind, port);
      return { kind, port, caller };
    },

    async round({ caller }) {
      const figures: Figures = {};
      for (const [what, count] of [
        [ONE, 1],
        [MANY, 100],
      ] as const)
        for (const inFlight of IN_FLIGHT)
          figures[nameOf(what, inFlight)] = await caller.callFor(burstMs, inFlight, count);
      const times = await caller.timeTwenty(isMeasure ? 100 : 3);
      return {
        ...figures,
        [TOGETHER]: times.together,
        [AT_ONCE]: times.atOnce,
        [IN_TURN]: times.inTurn,
      };
    },

    check: async () => [],
    findBroken: (results) => (isMeasure ? findSlowCure(results) : []),
  };
}

/** Many in one call is the cure for N + 1 calls. */
function findSlowCure(results: Measured[]): string[] {
  return results.flatMap(({ name, faults, medians }) => {
    const share = (medians[TOGETHER] ?? Number.NaN) / (medians[IN_TURN] ?? Number.NaN);
    if (name !== OURS || faults.length > 0 || share <= 0.1) return [];
    return [`Expected, and not so: 20 authors in one call take at most a tenth of 20 calls.`];
  });
}
