// Workload 7, second part: a subscriber comes back that has missed a lot. How fast it catches up, and what that costs the
// four that were there all the time.

import { pause } from "@blog/common/base/backoff";
import { type BusSubject, prepareBus } from "../bus-subject.ts";
import { clock } from "../event.ts";
import type { Scale } from "../scale.ts";
import { byName } from "../subscriber-names.ts";
import type { SubscriberCommands } from "../subscribers.ts";
import { ours, startOurBus } from "../systems/ours.ts";
import type { System } from "../systems/system.ts";
import { startWorker, type Worker } from "../worker.ts";
import type { Workload } from "../workload.ts";
import { percentileFigures, percentileMeasures } from "./percentiles.ts";

const PER_SECOND = 1000;
/** The load goes on in slices of this length until the late one has caught up. */
const SLICE_MS = 250;
const BEHIND = "one is catching up";
const ALONE = "none is behind";

interface Followed {
  bus: BusSubject;
  late: Worker<SubscriberCommands>;
  isBehind: boolean;
}

export function catchingUp({ behind, steadyMs, lossTimeoutMs }: Scale): Workload<Followed> {
  return {
    number: 7,
    title: `Catching up: a fifth subscriber has missed ${behind.toLocaleString("en")} events`,
    explanation: `${PER_SECOND} events a second meanwhile; live: until the last of the other four has an event.`,
    measures: [{ name: "catch-up", unit: "/s", better: "more" }, ...percentileMeasures(live)],
    goals: [
      { measure: "catch-up", atWorst: 5 * PER_SECOND },
      { measure: live("p99"), times: 0.5, as: ALONE },
    ],
    contestants: [{ name: BEHIND }, { name: ALONE }],

    async prepare(name, folder, onStop) {
      const late = startWorker<SubscriberCommands>("subscribers.ts");
      onStop(late.end);
      const [lateUrl = ""] = await late.listen("batching", 1);
      const start: System["start"] = (dataFolder, urls) =>
        // It is tried again soon: what is measured is how it catches up, not when it begins.
        startOurBus(dataFolder, { ...byName(urls), late: lateUrl }, { RETRY_MAX_MS: "100" });
      const bus = await prepareBus({ system: { ...ours, start }, folder, lossTimeoutMs, onStop });
      return { bus, late, isBehind: name === BEHIND };
    },

    async round({ bus, late, isBehind }) {
      if (!isBehind) return percentileFigures(live, await sliceUntil(bus, () => pause(steadyMs)));
      await late.setAway(true);
      const round = await bus.publish(behind);
      const startedAt = clock();
      await late.setAway(false);
      let caughtUpAt = 0;
      const delivered = await sliceUntil(bus, async () => {
        caughtUpAt = (await late.finish(round, behind, lossTimeoutMs)).completeAt;
      });
      const perSecond = (behind * 1000) / (caughtUpAt - startedAt);
      return { "catch-up": perSecond, ...percentileFigures(live, delivered) };
    },

    check: async ({ bus, late }) => [
      ...(await bus.faults()),
      ...(await bus.faultsOf(late)).map((fault) => `the late one: ${fault}`),
    ],
  };
}

/** Publishes at a steady rate until `work` is done: how long each event took to the last of the four, in ms. */
async function sliceUntil(bus: BusSubject, work: () => Promise<void>): Promise<number[]> {
  let isOver = false;
  async function goOn(): Promise<number[]> {
    const delivered: number[] = [];
    while (!isOver) {
      const slice = await bus.latencies({ perSecond: PER_SECOND, forMs: SLICE_MS });
      delivered.push(...slice.delivered);
    }
    return delivered;
  }
  const working = work().finally(() => (isOver = true));
  const [delivered] = await Promise.all([goOn(), working]);
  return delivered;
}

function live(p: string): string {
  return `live ${p}`;
}
