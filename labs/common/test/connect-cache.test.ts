// Which engine keeps cached values.

import { createLogger } from "@blog/common/base/logger";
import { createCache } from "@labs/common/cache/cache";
import { CacheSettings, connectCacheStore } from "@labs/common/cache/connect-cache";
import { describe, expect, it } from "vitest";
import { freePort } from "../../../tests/kit/free-port.ts";

const options = { service: "api-gateway", log: createLogger("cache") };
const key = { group: "ada" };

describe("Cached values are kept", () => {
  it("in memory, by default", async () => {
    const store = await connectCacheStore(undefined, options);
    const cache = createCache({ store, name: "orders", parse: Number });

    await cache.read(key, async () => 1);

    expect(await cache.read(key, async () => 2)).toBe(1);
    await store.close();
  });

  it("nowhere while the Redis of REDIS_URL is not there: each read loads, and none waits", async () => {
    const store = await connectCacheStore(`redis://127.0.0.1:${await freePort()}`, options);
    const cache = createCache({ store, name: "orders", parse: Number });

    expect(await cache.read(key, async () => 1)).toBe(1);
    expect(await cache.read(key, async () => 2)).toBe(2);
    expect(await cache.invalidate("ada")).toBe(false);

    expect(cache.stats()).toEqual({ hits: 0, misses: 2, refused: 0, failures: 3 });
    await store.close();
  });
});

it.each([
  ["redis://localhost:6379", true],
  ["rediss://user:password@redis.example/1", true],
  ["http://localhost:6379", false],
  ["localhost:6379", false],
])("REDIS_URL may be %s: %s", (url, isGood) => {
  expect(CacheSettings.safeParse({ REDIS_URL: url }).success).toBe(isGood);
  expect(CacheSettings.parse({})).toEqual({});
});
