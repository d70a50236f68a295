// The whole system under virtual time: the real bus, outbox, relay, inbox, read model and responder, over real SQLite and a
// network in memory. A seed decides all that happens. `npm run chaos:in-process` runs as many as you like.

import { describe, expect, it } from "vitest";
import { runs } from "../../kit/runs.ts";
import { neverStruck } from "./operations.ts";
import { simulate } from "./simulation.ts";

/** From 43 on, all that can happen does so within a few seeds. */
const SEEDS = { first: 43, atLeast: runs(40), atMost: 200 };
const replay = (seed: number) => `npm run chaos:in-process -- --seed ${seed} --history`;

describe("The whole system", () => {
  it(`keeps its promises over ${SEEDS.atLeast} seeds, or as many as it takes to meet all accidents`, {
    timeout: 600_000,
  }, async () => {
    const accidents = new Map<string, number>();

    const { first, atLeast, atMost } = SEEDS;
    const isEnough = (seed: number) =>
      seed >= first + atLeast && neverStruck(accidents).length === 0;
    for (let seed = first; seed < first + atMost && !isEnough(seed); seed += 1) {
      const run = await simulate(seed);
      expect(run.broken, replay(seed)).toEqual([]);
      for (const [name, times] of run.accidents)
        accidents.set(name, (accidents.get(name) ?? 0) + times);
    }

    expect(neverStruck(accidents)).toEqual([]);
  });

  it("has the same history each time it is given the same seed", async () => {
    const [once, again] = [await simulate(7), await simulate(7)];

    expect(again.hash, replay(7)).toBe(once.hash);
  });

  // It changes with what the system does. `npx vitest run tests/chaos/in-process -u` takes the new one, if that was meant.
  it("has the history that it had when it was changed last", async () => {
    const histories: Record<string, string> = {};
    for (const seed of [7, 42, 2026]) histories[replay(seed)] = (await simulate(seed)).hash;

    expect(histories).toMatchInlineSnapshot(`
      {
        "npm run chaos:in-process -- --seed 2026 --history": "decd2af18b16c789e1a0ee539ab595c6854c96c4b362cce96c30d80adc44bf60",
        "npm run chaos:in-process -- --seed 42 --history": "68f820e45d0a7b9bc909da87f794b61fd866b3f156df3f15221069f700348b1f",
        "npm run chaos:in-process -- --seed 7 --history": "cff3075e06d8256b91f8a4388ca6880cb95a55940f2358f60005bb49d89c938a",
      }
    `);
  });
});
