// Counts the frames that Chromium has drawn, by its own trace: not as the page believes.

import type { Page } from "playwright-core";

export interface Frames {
  perSecond: number;
  longestMs: number;
}

interface TraceEvent {
  name: string;
  /** In microseconds. */
  ts: number;
}

/** Watches for so long. Only frames in which something changed are drawn at all. */
export async function countFrames(page: Page, ms: number): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    // The trace's format is Chromium's; every event in it has a name and a time.
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline.frame"] },
  });
  await new Promise((resolve) => setTimeout(resolve, ms));
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();

  const drawn = events.filter(({ name }) => name === "DrawFrame").map(({ ts }) => ts / 1000);
  drawn.sort((a, b) => a - b);
  const pauses = drawn.slice(1).map((at, index) => at - (drawn[index] ?? at));
  return { perSecond: drawn.length / (ms / 1000), longestMs: Math.max(0, ...pauses) };
}
