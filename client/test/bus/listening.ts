// The page's store, with a fake bus at the other end and time in the test's own hands.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { onTestFinished, vi } from "vitest";
import { createBusStore } from "../../src/bus-view/history/bus-store.ts";
import { installFakeBlog } from "../page/fake-blog.ts";
import { FakeEventSource } from "../page/fake-event-source.ts";
import { createHandFrames } from "./hand-frames.ts";
import { createPaperBus } from "./made-records.ts";

export async function listening(answers: Parameters<typeof installFakeBlog>[0] = {}) {
  const lab = { recording: true, control: true, runner: true };
  installFakeBlog({ "GET /lab": () => ({ body: lab }), ...answers });
  const { frames, pass } = createHandFrames();
  const store = createBusStore(frames);
  onTestFinished(store.start());
  return { store, pass };
}

export const stream = () => vi.waitFor(() => FakeEventSource.last("/lab/stream"));

export const hello = (run: string, length = 0) => ({
  run,
  log: { id: `log ${run}`, length },
  missed: 0,
});

export function history(times: number): LabRecord[] {
  const bus = createPaperBus(["query"]);
  for (let index = 0; index < times; index += 1) {
    bus.publish();
    bus.start("query");
    bus.end("query");
  }
  return bus.records;
}
