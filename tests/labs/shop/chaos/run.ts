// One run of the shop, from an empty folder to the verdict: load and accidents for so long, heal, drain, kill every process once more
// (what is only in memory does not count), drain again, and look.

import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { drain, heal, readSubscriptions } from "../../../chaos/processes/drain.ts";
import { startNemesis } from "../../../chaos/processes/nemesis.ts";
import { createRandom } from "../../../chaos/processes/random.ts";
import type { RunOptions } from "../../../chaos/processes/run.ts";
import { startTally } from "../../../chaos/processes/tally.ts";
import { startLoad } from "./load.ts";
import { accidents, startChaosShop } from "./shop.ts";
import { judge, type ShopVerdict } from "./verdict.ts";

const DRAIN_MS = 120_000;

export interface ShopReport extends ShopVerdict {
  seed: number;
  seconds: number;
  /** Why this run has shown nothing, if so. */
  vacuous: string[];
  done: Record<string, number>;
  accidents: Record<string, number>;
  failpoints: Record<string, number>;
  parked: Record<string, number>;
  starts: number;
  drainedMs: number;
}

export async function runShopChaos({
  seed,
  durationMs,
  dataFolder,
  onProgress,
}: RunOptions): Promise<ShopReport> {
  const startedAt = Date.now();
  const tally = startTally(join(dataFolder, "accidents.ndjson"));
  const shop = await startChaosShop(dataFolder, tally);
  const total = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0);
  let ticking: NodeJS.Timeout | undefined;

  try {
    tally.watch(shop);
    const load = await startLoad(shop, createRandom(seed + 1));
    const nemesis = startNemesis(shop, accidents, createRandom(seed), tally.onAccident);
    let phase = "accidents";
    ticking = setInterval(
      () =>
        onProgress({
          phase,
          elapsedMs: Date.now() - startedAt,
          operations: total(load.done.values()),
          events: total([...load.placed.values()].map(({ size }) => size)),
          accidents: total(nemesis.struck.values()),
          now: nemesis.now(),
        }),
      500,
    );

    await pause(durationMs);
    phase = "healing";
    await nemesis.stop();
    const healedAt = Date.now();
    await Promise.all([heal(shop), load.stop()]);
    const isDrained = await drain(shop, DRAIN_MS);
    const drainedMs = Date.now() - healedAt;
    phase = "the last kill";
    const victims = [...shop.victims.values()];
    await Promise.all(victims.map((victim) => victim.kill("SIGKILL")));
    const isDrainedAgain = await drain(shop, DRAIN_MS);
    phase = "checking";
    tally.stop();

    const verdict = await judge(shop, load);
    const stuck =
      isDrained && isDrainedAgain
        ? []
        : [`not quiet in time: ${JSON.stringify(await readSubscriptions(shop))}`];
    return {
      ...verdict,
      seed,
      seconds: Math.round((Date.now() - startedAt) / 1000),
      violations: [...verdict.violations, ...tally.misbehaviour, ...stuck],
      vacuous: vacuousBecause(verdict, nemesis.struck),
      done: Object.fromEntries([...load.done].toSorted()),
      accidents: Object.fromEntries(nemesis.struck),
      failpoints: tally.failpoints(),
      parked: tally.parked(),
      starts: Object.values(tally.readyMs()).flat().length,
      drainedMs,
    };
  } finally {
    clearInterval(ticking);
    await shop.stop();
  }
}

function vacuousBecause({ orders }: ShopVerdict, struck: Map<string, number>): string[] {
  const never = [...struck].filter(([, count]) => count === 0).map(([name]) => name);
  const without = ["PROCESSING", "SHIPPED", "CANCELLED"].filter((status) => !orders[status]);
  return [
    ...never.map((name) => `no accident of the class "${name}" has struck`),
    ...without.map((status) => `no order is ${status}`),
  ];
}

export function describeShopReport(report: ShopReport): string {
  const { seed, seconds, violations, vacuous } = report;
  const counts = (of: Record<string, number>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  return [
    `asked for: ${counts(report.done)}`,
    `orders: ${counts(report.orders)}; ${report.sold} pieces sold or reserved, ${report.left} left; ${report.events} events`,
    `accidents: ${counts(report.accidents)}; died at ${counts(report.failpoints)}; ${report.starts} starts`,
    `quiet ${(report.drainedMs / 1000).toFixed(1)} s after the last accident`,
    ...violations.slice(0, 40).map((text) => `✗ ${text}`),
    ...vacuous.map((text) => `✗ This run has shown nothing: ${text}`),
    violations.length === 0
      ? `✓ Seed ${seed}, ${seconds} s: no order lost, doubled or undecided, and no stock below zero.`
      : `✗ Seed ${seed}, ${seconds} s: ${violations.length} violations.`,
  ].join("\n");
}
