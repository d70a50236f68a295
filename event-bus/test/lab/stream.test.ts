// The history as a stream: resumed where it broke off, with a count of what is missing, and never kept for a reader that does
// not read.

import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createHistory } from "../../src/lab/history.ts";
import type { LabRecord } from "../../src/lab/records.ts";
import { createLabStream } from "../../src/lab/stream.ts";
import { until } from "../../../tests/kit/until.ts";
import { listen } from "../listening.ts";
import { startLabBus } from "./lab-bus.ts";
import { follow } from "./stream-reader.ts";

/** A stream of remarks, without a bus. */
async function startStream(capacity: number) {
  const history = createHistory({ capacity, lookUp: () => remark("an event") });
  const stream = createLabStream({
    ...{ history, run: "run1", log: () => ({ id: "log-1", length: 7 }) },
    currentFacts: () => [{ kind: "service", name: "query", state: "up", pid: 1 }],
  });
  onTestFinished(stream.end);
  const { url } = await listen((req, res) => {
    // What Express adds to a request and its answer, as far as the stream needs it.
    const header = (name: string) => req.headers[name];
    const set = (headers: object) => res.setHeaders(new Map(Object.entries(headers)));
    stream.listen(
      Object.assign(req, { get: header }) as never,
      Object.assign(res, { set }) as never,
    );
  });
  return { history, url };
}

const remark = (detail: string) => ({ kind: "control", action: "hold", detail }) as const;
const seqs = (records: LabRecord[]) => records.map(({ seq }) => seq);

describe("A reader of the stream", () => {
  it("is greeted with the run, the log, how all stands, and the last 200 records", async () => {
    const { history, url } = await startStream(1000);
    for (let seq = 1; seq <= 250; seq += 1) history.add(remark(`${seq}`));

    const reader = await follow(url);

    await until(() => expect(seqs(reader.records).at(-1)).toBe(250));
    expect(reader.hellos).toEqual([{ run: "run1", log: { id: "log-1", length: 7 }, missed: 0 }]);
    expect(reader.states).toMatchObject([{ seq: 250, kind: "service", name: "query" }]);
    expect(seqs(reader.records)).toHaveLength(200);
    expect(reader.lastEventId).toBe("run1.250");
  });

  it("goes on where it was", async () => {
    const { history, url } = await startStream(1000);
    for (let seq = 1; seq <= 10; seq += 1) history.add(remark(`${seq}`));

    const reader = await follow(url, "run1.7");

    await until(() => expect(seqs(reader.records)).toEqual([8, 9, 10]));
    history.add(remark("11"));
    await until(() => expect(seqs(reader.records)).toEqual([8, 9, 10, 11]));
    expect(reader.hellos[0]?.missed).toBe(0);
  });

  it("learns how many records it has missed and will not get", async () => {
    const { history, url } = await startStream(10);
    for (let seq = 1; seq <= 30; seq += 1) history.add(remark(`${seq}`));

    const reader = await follow(url, "run1.7");

    await until(() => expect(seqs(reader.records)).toHaveLength(10));
    expect(seqs(reader.records)[0]).toBe(21);
    expect(reader.hellos[0]?.missed).toBe(13);
  });

  it.each(["run0.7", "run1.99", "run1.x", "nonsense", ""])(
    "starts over with the id %j",
    async (id) => {
      const { history, url } = await startStream(1000);
      for (let seq = 1; seq <= 10; seq += 1) history.add(remark(`${seq}`));

      const reader = await follow(url, id);

      await until(() => expect(seqs(reader.records)).toHaveLength(10));
      expect(reader.hellos[0]?.missed).toBe(0);
    },
  );

  it("gets a heartbeat at once and every 10 seconds", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const { url } = await startStream(10);
    const reader = await follow(url);

    vi.advanceTimersByTime(20_000);

    await until(() => expect(reader.heartbeats).toBe(3));
  });

  it("that does not read loses records, and the bus keeps none for it", async () => {
    const { history, url } = await startStream(2000);
    const reader = await follow(url);
    reader.stream.pause();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const before = process.memoryUsage().heapUsed + process.memoryUsage().external;

    // 200 MB of history, which the reader does not take.
    const text = "x".repeat(10_000);
    for (let seq = 1; seq <= 20_000; seq += 1) {
      history.add(remark(text));
      if (seq % 200 !== 0) continue;
      vi.advanceTimersByTime(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const after = process.memoryUsage().heapUsed + process.memoryUsage().external;
    vi.useRealTimers();

    expect(after - before).toBeLessThan(60_000_000);
    reader.stream.resume();
    await until(() => expect(seqs(reader.records).at(-1)).toBe(20_000));
    const missed = reader.hellos.reduce((sum, hello) => sum + hello.missed, 0);
    expect(missed).toBeGreaterThan(10_000);
    expect(reader.records.length + missed).toBe(20_000);
  });
});

describe("The stream of a bus", () => {
  it("has 200 readers at most, and takes another when one has left", async () => {
    const bus = await startLabBus();
    const [first] = await Promise.all(Array.from({ length: 200 }, () => bus.follow()));

    const refused = await fetch(`${bus.url}/lab/stream`);
    first?.stream.destroy();

    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(await refused.json()).toMatchObject({ detail: "200 are watching already." });
    await until(async () => expect((await bus.follow()).hellos).toHaveLength(1));
  });
});
