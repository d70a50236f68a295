// The process of a reader that does nothing with the log but read and parse it: the limit for every replay. And of one that
// builds query's view from it and nothing else: how large the view itself is.

import { createInterface } from "node:readline";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { request } from "undici";
import { apply, createView, type ViewEvent } from "../query/src/view.ts";
import { serve } from "./worker.ts";

const LINES = { accept: "application/x-ndjson" };

const commands = {
  /** Milliseconds. */
  async parse(bus: string): Promise<number> {
    const startedAt = performance.now();
    const { body } = await request(`${bus}/events`, { headers: LINES });
    let rest = "";
    for await (const chunk of body.setEncoding("utf8")) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) JSON.parse(line);
    }
    return performance.now() - startedAt;
  },

  /** How many MB the view of this log takes. */
  async viewMb(bus: string): Promise<number> {
    const before = usedMb();
    const view = createView();
    const { body } = await request(`${bus}/events`, { headers: LINES });
    // Events of our own services, in a log of our own bus.
    for await (const line of createInterface({ input: body }))
      apply(view, JSON.parse(line) as ViewEvent);
    const mb = usedMb() - before;
    // Used once more, so that it has not been forgotten before it was weighed.
    return view.posts.size > 0 ? mb : 0;
  },
};
export type LogReaderCommands = typeof commands;
serve(commands);

function usedMb(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}
