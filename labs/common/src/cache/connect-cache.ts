// Which engine keeps cached values: the one place that knows. The memory of the process, or the Redis at REDIS_URL, which all
// replicas of a service share. The client of Redis is loaded only where that is set.

import type { Logger } from "@blog/common/base/logger";
import { z } from "zod";
import type { CacheStore } from "./cache.ts";
import { createMemoryStore } from "./memory-cache.ts";

/** What a service with a cache reads from the environment. */
export const CacheSettings = z.object({
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: "must be a redis:// or rediss:// URL" })
    .optional(),
});

interface Options {
  /** The service: its replicas share what they store, and no other service reads it. */
  service: string;
  log: Logger;
}

/** Does not wait until Redis is there: until then each read loads, and is counted. */
export async function connectCacheStore(
  url: string | undefined,
  { service, log }: Options,
): Promise<CacheStore> {
  if (url === undefined) return createMemoryStore();
  const { connectRedisStore } = await import("./redis-cache.ts");
  return connectRedisStore(url, { service, log });
}
