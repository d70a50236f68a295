// Stores of cached values on a Redis of a test's own.

import { newId } from "@blog/common/base/ids";
import { createLogger } from "@blog/common/base/logger";
import { type Cache, type CacheStore, createCache } from "@labs/common/cache/cache";
import { connectRedisStore } from "@labs/common/cache/redis-cache";
import { createClient } from "@redis/client";
import { expect, onTestFinished, vi } from "vitest";

const log = createLogger("cache");

interface Options {
  url: string;
  service?: string;
  replyWithinMs?: number;
}

/** Resolves once it answers. A test that is not about a late answer waits for longer: so a busy machine is no fault. */
export async function connect({ url, service = newId(), replyWithinMs = 900 }: Options) {
  const store: CacheStore = connectRedisStore(url, { service, log, replyWithinMs });
  await vi.waitFor(() => store.get({ cache: "", group: "", page: "" }), { interval: 5 });
  return store;
}

export async function open(options: Options): Promise<Cache<number>> {
  const store = await connect(options);
  onTestFinished(() => store.close());
  return createCache({ store, name: "versions", parse: Number });
}

export async function openAdmin({ url }: { url: string }) {
  const admin = await createClient({ url })
    .on("error", () => {})
    .connect();
  onTestFinished(() => admin.destroy());
  return admin;
}

/** The second read is answered after the first value was stored. */
export async function storeOne(cache: Cache<number>, group: string): Promise<void> {
  await cache.read({ group }, async () => 1);
  expect(await cache.read({ group }, async () => 2)).toBe(1);
}
