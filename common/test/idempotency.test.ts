// Work that is done once for each key, however often it is asked for.

import { createIdempotency, idempotencyTable } from "@blog/common/http/idempotency";
import { describe, expect, it, vi } from "vitest";
import { openTestDatabase } from "./test-database.ts";

async function createCounter(options?: Parameters<typeof createIdempotency>[1]) {
  const db = await openTestDatabase(idempotencyTable);
  const { once } = createIdempotency(db, options);
  let count = 0;
  return {
    db,
    once,
    count: (key: string | undefined, request = {}) => once(key, request, async () => ++count),
    done: () => count,
  };
}

describe("Work under a key", () => {
  it("is done once, and has its first result from then on", async () => {
    const { count, done } = await createCounter();

    const results = [await count("a"), await count("a"), await count("b"), await count("a")];

    expect(results).toEqual([1, 1, 2, 1]);
    expect(done()).toBe(2);
  });

  it("is done once when it is asked for twice at the same time", async () => {
    const { count } = await createCounter();

    expect(await Promise.all([count("a"), count("a"), count("a")])).toEqual([1, 1, 1]);
  });

  it("is refused when the key came with another request", async () => {
    const { count, done } = await createCounter();
    await count("a", { title: "One" });

    await expect(count("a", { title: "Other" })).rejects.toMatchObject({ status: 422 });
    expect(done()).toBe(1);
  });

  it("that failed is not remembered: it may be asked for again", async () => {
    const { once, count } = await createCounter();
    const failing = once("a", {}, () => Promise.reject(new Error("no space left")));

    await expect(failing).rejects.toThrow("no space left");
    expect(await count("a")).toBe(1);
  });
});

describe("Work without a key", () => {
  it("is done each time", async () => {
    const { count } = await createCounter();

    expect([await count(undefined), await count(undefined)]).toEqual([1, 2]);
  });
});

describe("The memory of keys", () => {
  const countKeys = async ({ db }: Awaited<ReturnType<typeof createCounter>>) =>
    (await db.query("SELECT key FROM idempotency")).length;

  it("is bounded in number", async () => {
    const counter = await createCounter({ capacity: 50 });

    for (let n = 0; n < 500; n += 1) await counter.count(`key-${n}`);

    expect(await countKeys(counter)).toBeLessThanOrEqual(150);
    expect(await counter.count("key-499")).toBe(500);
  });

  it("is bounded in time", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const counter = await createCounter({ keepMs: 1000 });
    for (let n = 0; n < 99; n += 1) await counter.count(`old-${n}`);

    vi.advanceTimersByTime(2000);
    await counter.count("new");

    expect(await countKeys(counter)).toBe(1);
    vi.useRealTimers();
  });
});
