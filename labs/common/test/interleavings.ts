// Readers, writers and invalidations of several processes, in any order. A list of numbers decides what happens next, so that
// a failing order can be shrunk and repeated. No time passes but by these steps: a load, or a message, takes until its gate is
// opened.

import fc from "fast-check";
import { type CacheStats, type CacheStore, createCache } from "@labs/common/cache/cache";

interface Options {
  /** One store for each process. A gate resolves at a later step. */
  open(gate: () => Promise<void>): CacheStore[];
  /** Between two steps. By default long enough for a store in memory. */
  turn?: () => Promise<void>;
  /** By default after, as it has to be. */
  invalidateBeforeWrite?: boolean;
}

export interface Played {
  /** Reads that have broken the promise, in words. */
  stale: string[];
  stats: CacheStats;
}

export const anyOrder = fc.array(fc.nat(9999), { minLength: 12, maxLength: 28 });

// Time for promises to have their consequences. A turn of the event loop costs far more, and there would be 300,000.
async function shortTurn(): Promise<void> {
  for (let step = 0; step < 8; step += 1) await undefined;
}
let played = 0;

/** A read must not give a version older than the one whose invalidation was over when the read began. */
export async function play(order: number[], options: Options): Promise<Played> {
  const { turn = shortTurn, invalidateBeforeWrite } = options;
  const gates: (() => void)[] = [];
  const gate = () => new Promise<void>((resolve) => gates.push(resolve));
  played += 1;
  const caches = options
    .open(gate)
    .map((store) =>
      createCache({ store, name: `versions ${process.pid} ${played}`, parse: Number }),
    );
  const written = [0, 0];
  const promised = [0, 0];
  const stale: string[] = [];
  const open = new Set<Promise<void>>();

  async function read(cache: (typeof caches)[number], group: 0 | 1, page: string): Promise<void> {
    const least = promised[group]!;
    const version = await cache.read({ group: String(group), page }, async () => {
      const loaded = written[group]!;
      await gate();
      return loaded;
    });
    if (version < least) stale.push(`version ${version} of group ${group} instead of ${least}`);
  }

  // An event about the write arrives whenever it likes, at any of the processes.
  async function write(cache: (typeof caches)[number], group: 0 | 1): Promise<void> {
    if (!invalidateBeforeWrite) written[group]! += 1;
    const version = written[group]!;
    await gate();
    await cache.invalidate(String(group));
    if (invalidateBeforeWrite) {
      await gate();
      written[group]! += 1;
      promised[group] = written[group]!;
    } else promised[group] = Math.max(promised[group]!, version);
  }

  function follow(work: Promise<void>): void {
    const whole = work.finally(() => open.delete(whole));
    open.add(whole);
  }

  for (const choice of order) {
    const [kind, which] = [choice % 8, Math.floor(choice / 8)];
    const cache = caches[which % caches.length]!;
    const group = which % 3 === 0 ? 1 : 0;
    if (kind < 3) follow(read(cache, group, which % 5 === 0 ? "second" : ""));
    else if (kind === 3) follow(write(cache, group));
    else gates.splice(which % Math.max(1, gates.length), 1)[0]?.();
    await turn();
  }
  while (open.size > 0) {
    gates.shift()?.();
    await turn();
  }
  return { stale, stats: sum(caches.map((cache) => cache.stats())) };
}

export function sum(all: CacheStats[]): CacheStats {
  const total = { hits: 0, misses: 0, refused: 0, failures: 0 };
  for (const stats of all)
    for (const name of Object.keys(total) as (keyof CacheStats)[]) total[name] += stats[name];
  return total;
}

/** The store at the other end of a network: calls of one process arrive later, in their order. */
export function distant(store: CacheStore, gate: () => Promise<void>): CacheStore {
  let last: Promise<unknown> = Promise.resolve();

  async function send<Reply>(call: () => Promise<Reply>): Promise<Reply> {
    const reply = last.then(gate).then(call);
    last = reply;
    await reply;
    await gate();
    return reply;
  }

  return {
    get: (key) => send(() => store.get(key)),
    set: (key, text, terms) => send(() => store.set(key, text, terms)),
    invalidate: (cache, group) => send(() => store.invalidate(cache, group)),
    close: () => store.close(),
  };
}
