// A long log is streamed at the reader's pace. Neither a slow reader nor one that leaves costs the bus anything.

import { get, type IncomingMessage } from "node:http";
import { describe, expect, it, vi } from "vitest";
import type { NewEvent } from "../src/log/stored-event.ts";
import { until } from "../../tests/kit/until.ts";
import { startTestBus } from "./test-bus.ts";

async function startLongLog(length: number, size: number) {
  const { bus, url } = await startTestBus();
  const data = JSON.stringify({ text: "x".repeat(size) });
  for (let start = 0; start < length; start += 1000) {
    const count = Math.min(1000, length - start);
    const event = (_: unknown, index: number): NewEvent => ({
      ...{ id: `e${start + index}`, type: "T", data, extra: null },
      attributes: '{"source":"test","time":"2026-11-21T12:00:00Z"}',
    });
    bus.log.append([Array.from({ length: count }, event)]);
  }
  const reads = vi.fn(bus.log.read);
  bus.log.read = reads;
  return { url, reads };
}

function startReading(url: string): Promise<IncomingMessage> {
  return new Promise((resolve) => get(`${url}/events`, resolve));
}

describe("A log of 25,000 events", () => {
  it("is never in memory as a whole: little more is read than was sent", async () => {
    const { url, reads } = await startLongLog(25_000, 400);
    let bytes = 0;
    let mostAhead = 0;

    for await (const chunk of await startReading(url)) {
      bytes += (chunk as Buffer).length;
      mostAhead = Math.max(mostAhead, reads.mock.calls.length * 20 * 400 - bytes);
    }

    expect(bytes).toBeGreaterThan(25_000 * 400);
    // The operating system holds some megabytes; the rest of them is not even read.
    expect(mostAhead).toBeLessThan(8_000_000);
  }, 60_000);
});

describe("A reader that is slow", () => {
  it("makes the bus wait, not read on, and may go away in the middle", async () => {
    const { url, reads } = await startLongLog(10_000, 4000);

    const answer = await startReading(url);
    answer.pause();
    await until(async () => {
      const seen = reads.mock.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(reads.mock.calls.length).toBe(seen);
    });
    answer.destroy();

    expect((await fetch(`${url}/events?limit=1`)).status).toBe(200);
    // Of 500 times that 80 kB are read; some megabytes are in the hands of the operating system.
    expect(reads.mock.calls.length).toBeGreaterThan(0);
    expect(reads.mock.calls.length).toBeLessThan(375);
  });
});
