// Both ways are asked at the same rate, and what comes of it is put together.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BooksAnswer, Way } from "../../../src/systems/library/catalogue.ts";
import { createComparing } from "../../../src/systems/library/page/asking/comparison.ts";
import { seenAfterMs } from "../../../src/systems/library/page/asking/rename.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A library whose names and speeds a test decides. */
function scene() {
  const names: Record<Way, string | null> = { rpc: "Ada", events: "Ada" };
  const delays = { rpc: 5, events: 1, rename: 5 };
  const failing = new Set<Way | "rename">();
  const asked: Record<Way, number> = { rpc: 0, events: 0 };

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const comparing = createComparing({
    async ask(way): Promise<BooksAnswer> {
      asked[way] += 1;
      const author = { id: "a1", name: names[way] };
      const isFailing = failing.has(way);
      await wait(delays[way]);
      if (isFailing) throw new Error(`${way} is away`);
      const book = { id: "b1", title: "Notes", publishedYear: 1843, author };
      const calls = way === "rpc" ? 2 : 0;
      return { books: [book], next: "", answeredBy: way, calls, asOf: null };
    },
    async renameAuthor(_id, name) {
      await wait(delays.rename);
      if (failing.has("rename")) throw new Error("author-service is away");
      names.rpc = name;
      setTimeout(() => (names.events = name), 40);
    },
    inWords: (error) => (error as Error).message,
  });
  return { comparing, names, delays, failing, asked, get: () => comparing.state.get() };
}

describe("The comparison", () => {
  it("asks both ways five times a second, and takes their times", async () => {
    const { comparing, asked, get } = scene();
    const stop = comparing.start();

    await vi.advanceTimersByTimeAsync(1990);
    stop();

    expect(asked).toEqual({ rpc: 10, events: 10 });
    const { rpc, events } = get().ways;
    expect(rpc.samples.map(({ tookMs }) => Math.round(tookMs))).toEqual(Array(10).fill(5));
    expect(events.newest?.answer.books[0]?.author.name).toBe("Ada");
  });

  it("keeps the last answer while there is none, and why there is none", async () => {
    const { comparing, failing, get } = scene();
    const stop = comparing.start();
    await vi.advanceTimersByTimeAsync(100);

    failing.add("rpc");
    await vi.advanceTimersByTimeAsync(200);
    const { rpc, events } = get().ways;
    expect(rpc.failure).toBe("rpc is away");
    expect(rpc.samples.at(-1)?.isAnswered).toBe(false);
    expect(rpc.newest?.answer.calls).toBe(2);
    expect(events.failure).toBeUndefined();

    failing.clear();
    await vi.advanceTimersByTimeAsync(200);
    expect(get().ways.rpc.failure).toBeUndefined();
    stop();
  });

  it("shows the answer to the newest question, also when an older one is answered last", async () => {
    const { comparing, names, delays, get } = scene();
    delays.rpc = 300;
    const stop = comparing.start();
    await vi.advanceTimersByTimeAsync(199);
    delays.rpc = 5;
    names.rpc = "Ada King";

    await vi.advanceTimersByTimeAsync(180);
    stop();

    expect(get().ways.rpc.samples).toHaveLength(2);
    expect(get().ways.rpc.newest?.answer.books[0]?.author.name).toBe("Ada King");
  });

  it("does not count what was in flight when it stopped", async () => {
    const { comparing, get } = scene();

    comparing.start()();
    await vi.advanceTimersByTimeAsync(100);

    expect(get().ways.rpc.samples).toEqual([]);
  });
});

describe("A rename", () => {
  it("is seen in each way, to within a few milliseconds of when it is there", async () => {
    const { comparing, get } = scene();
    const stop = comparing.start();
    await vi.advanceTimersByTimeAsync(110);

    const renaming = comparing.rename();
    await vi.advanceTimersByTimeAsync(500);
    await renaming;
    stop();

    const { rename } = get();
    expect(rename).toMatchObject({ from: "Ada", to: "Ada (2)" });
    expect(seenAfterMs(rename!, "rpc")).toBeLessThanOrEqual(10);
    expect(seenAfterMs(rename!, "events")).toBeGreaterThanOrEqual(40);
    expect(seenAfterMs(rename!, "events")).toBeLessThanOrEqual(62);
  });

  it("that is not seen for two seconds is looked for at the usual rate", async () => {
    const { comparing, names, asked, get } = scene();
    const stop = comparing.start();
    await vi.advanceTimersByTimeAsync(110);
    const renaming = comparing.rename();
    await vi.advanceTimersByTimeAsync(10);
    await renaming;
    Object.defineProperty(names, "events", { get: () => "Ada", set: () => {} });
    await vi.advanceTimersByTimeAsync(2100);
    const before = asked.events;

    await vi.advanceTimersByTimeAsync(2000);
    stop();

    expect(asked.events - before).toBeLessThanOrEqual(11);
    expect(before).toBeGreaterThan(50);
    expect(seenAfterMs(get().rename!, "events")).toBeUndefined();
  });

  it("that fails rejects, is awaited by no way, and leaves the one before it", async () => {
    const { comparing, failing, asked, get } = scene();
    const stop = comparing.start();
    await vi.advanceTimersByTimeAsync(110);
    failing.add("rename");

    const outcome = comparing.rename().catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(890);
    expect(await outcome).toBe("author-service is away");
    stop();

    expect(asked.events).toBeLessThanOrEqual(6);
    expect(get().rename).toBeUndefined();
  });

  it("changes nothing while no author is shown", async () => {
    const { comparing, names, get } = scene();
    names.rpc = null;
    names.events = null;
    const stop = comparing.start();
    await vi.advanceTimersByTimeAsync(110);

    await comparing.rename();
    stop();

    expect(get().rename).toBeUndefined();
  });
});
