// Answers from a cache, loads what is not there, and gives no answer that is older than the last invalidation. The rule: a
// value is stored under the lease that was given before it was loaded, and an invalidation ends all leases of its group. The
// naive rule, "delete after each write", keeps an old value for ten minutes when a reader loads just before the write and
// stores just after the deletion. Knows no engine (memory-cache.ts, redis-cache.ts) and no metrics (metrics.ts).

/** One page of a group. A group is invalidated as a whole: all pages of one user's orders, say, or all of a list. */
export interface CacheKey {
  group: string;
  /** Empty where a group has one page only. */
  page?: string;
}

export interface StoreKey {
  cache: string;
  group: string;
  page: string;
}

export interface Found {
  /** Names the time since the group's last invalidation. No two such times have the same name. */
  lease: string;
  /** Undefined for a miss. */
  text: string | undefined;
}

/**
 * Where values are kept, for several caches. Calls take effect in the order in which they are made. Each settles within 50 ms,
 * in whatever state the engine is; it rejects where the engine is away.
 */
export interface CacheStore {
  get(key: StoreKey): Promise<Found>;
  /** False, and nothing is stored, if the group was invalidated since the lease was given. */
  set(key: StoreKey, text: string, terms: { lease: string; ttlMs: number }): Promise<boolean>;
  /**
   * No value and no lease from before is valid after it. Where it rejects, that holds for this process; other processes may
   * find older values until this one reaches the engine again, or else until their TTL ends.
   */
  invalidate(cache: string, group: string): Promise<void>;
  close(): Promise<void>;
}

/** Since the start of this process. */
export interface CacheStats {
  hits: number;
  /** Reads that were answered by `load`, their own or one that they have shared. */
  misses: number;
  /** Values that were not stored: their group was invalidated while they were loaded. */
  refused: number;
  /** Reads, stores and invalidations for which the engine was away or late, or had a value that could not be parsed. */
  failures: number;
}

export interface Cache<Value> {
  readonly name: string;
  /**
   * Rejects only with what `load` rejects with. While `load` runs, further readers of the key share it, unless an invalidation
   * came between. Each reader gets a copy of its own, as `parse` made it from JSON.
   */
  read(key: CacheKey, load: () => Promise<Value>): Promise<Value>;
  /**
   * A read that begins after this has resolved gives nothing that was loaded before this was called. Never rejects; false if
   * only this process is sure of that (see CacheStore): a consumer that must be sure of the others fails, and the bus
   * delivers its event again.
   */
  invalidate(group: string): Promise<boolean>;
  stats(): CacheStats;
}

interface Options<Value> {
  store: CacheStore;
  /** Of its own among all caches of the store. */
  name: string;
  /** A value is kept so long, give or take a tenth: what was stored together is not loaded again together. */
  ttlMs?: number;
  /** What another version of this service has stored may have another shape. Throws where it does not fit. */
  parse(json: unknown): Value;
  /** At least 0, less than 1. */
  random?: () => number;
}

export function createCache<Value extends NonNullable<unknown> | null>({
  store,
  name,
  ttlMs = 600_000,
  parse,
  random = Math.random,
}: Options<Value>): Cache<Value> {
  const stats: CacheStats = { hits: 0, misses: 0, refused: 0, failures: 0 };
  // By key and lease: a reader that comes after an invalidation has another lease, and does not join a load from before.
  const loads = new Map<string, Promise<string>>();
  let invalidations = 0;

  const fail = () => {
    stats.failures += 1;
    return undefined;
  };

  async function keep(key: StoreKey, text: string, lease: string): Promise<void> {
    const terms = { lease, ttlMs: Math.round(ttlMs * (0.9 + 0.2 * random())) };
    const isStored = await store.set(key, text, terms).catch(fail);
    if (isStored === false) stats.refused += 1;
  }

  async function loadText(key: StoreKey, lease: string | undefined, load: () => Promise<Value>) {
    const text = JSON.stringify(await load());
    // The reader does not wait for it.
    if (lease !== undefined) void keep(key, text, lease);
    return text;
  }

  function parseStored(text: string): { value: Value } | undefined {
    try {
      return { value: parse(JSON.parse(text)) };
    } catch {
      return fail();
    }
  }

  return {
    name,

    async read({ group, page = "" }, load) {
      const key = { cache: name, group, page };
      const found = await store.get(key).catch(fail);
      const hit = found?.text === undefined ? undefined : parseStored(found.text);
      if (hit) {
        stats.hits += 1;
        return hit.value;
      }

      stats.misses += 1;
      // Without the store this process shares loads by the invalidations that it knows of: its own.
      const since = found?.lease ?? invalidations;
      const id = JSON.stringify([group, page, since]);
      let loading = loads.get(id);
      if (!loading) {
        loading = loadText(key, found?.lease, load).finally(() => loads.delete(id));
        loads.set(id, loading);
      }
      return parse(JSON.parse(await loading));
    },

    async invalidate(group) {
      invalidations += 1;
      const isConfirmed = await store.invalidate(name, group).then(() => true, fail);
      return isConfirmed ?? false;
    },

    stats: () => ({ ...stats }),
  };
}
