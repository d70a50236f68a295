// Values in Redis, which the replicas of a service share. The lease of a group is two names: the epoch of all caches, and the
// group's generation. Both are fresh ids, never counters: what Redis evicts, or loses with a crash, does not come back under an
// old name. A process that connects begins a new epoch, so that nothing is found which an invalidation has missed: one that
// could not reach Redis, one of a process that has died, one that Redis has forgotten because it was restarted from older data.
// The price: a process that starts, and each loss of a connection, empties the caches of all replicas. What it cannot do: while
// one replica cannot reach Redis, the others do not learn of its invalidations.

import type { Clock } from "@blog/common/base/clock";
import { newId } from "@blog/common/base/ids";
import type { Logger } from "@blog/common/base/logger";
import type { CacheStore, StoreKey } from "./cache.ts";
import { keepRedisConnection } from "./redis-connection.ts";

/** Longer than a load takes. A value that comes later is refused. */
const LEASE_MS = 60_000;

// KEYS: epoch, generation, value. ARGV: a fresh id, how long a lease is valid.
const GET = `
local epoch = redis.call("GET", KEYS[1])
if not epoch then
  epoch = ARGV[1]
  redis.call("SET", KEYS[1], epoch)
end
local generation = redis.call("GET", KEYS[2])
if not generation then
  generation = ARGV[1]
  redis.call("SET", KEYS[2], generation, "PX", ARGV[2])
end
local lease = epoch .. " " .. generation
local stored = redis.call("HMGET", KEYS[3], "lease", "text")
if stored[1] == lease then return { lease, stored[2] } end
return { lease }
`;

// KEYS: epoch, generation, value. ARGV: lease, text, how long the value is valid, how long the generation is.
const SET = `
local epoch = redis.call("GET", KEYS[1]) or ""
local generation = redis.call("GET", KEYS[2]) or ""
if epoch .. " " .. generation ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[3], "lease", ARGV[1], "text", ARGV[2])
redis.call("PEXPIRE", KEYS[3], ARGV[3])
redis.call("PEXPIRE", KEYS[2], ARGV[4])
return 1
`;

interface Options {
  /** Whose values these are: its name is part of each key. */
  service: string;
  log: Logger;
  clock?: Clock;
}

/** Does not wait until Redis is there. */
export function connectRedisStore(url: string, { service, ...options }: Options): CacheStore {
  const epoch = keyOf(service, "epoch");
  const generation = (cache: string, group: string) => keyOf(service, "generation", cache, group);
  const keysOf = ({ cache, group, page }: StoreKey) => [
    epoch,
    generation(cache, group),
    keyOf(service, "value", cache, group, page),
  ];

  const redis = keepRedisConnection(url, {
    ...options,
    begin: (client) => client.set(epoch, newId()),
  });

  return {
    async get(key) {
      const call = { keys: keysOf(key), arguments: [newId(), String(LEASE_MS)] };
      const reply = await redis.read((client) => client.eval(GET, call));
      // As GET returns it.
      const [lease, text] = reply as [string, string | undefined];
      return { lease, text };
    },

    async set(key, text, { lease, ttlMs }) {
      // The generation outlives all values of the group, whose times differ by a tenth.
      const times = [ttlMs, Math.max(LEASE_MS, 2 * ttlMs)].map(String);
      const call = { keys: keysOf(key), arguments: [lease, text, ...times] };
      return (await redis.read((client) => client.eval(SET, call))) === 1;
    },

    async invalidate(cache, group) {
      await redis.write((client) =>
        client.set(generation(cache, group), newId(), {
          expiration: { type: "PX", value: LEASE_MS },
        }),
      );
    },

    close: redis.close,
  };
}

/** Different parts make different keys, whatever characters they have. */
function keyOf(...parts: string[]): string {
  return ["cache", ...parts].map(encodeURIComponent).join(":");
}
