// What the soak has shown, as a table, and whether it is what was promised.

import type { MemoryWatch } from "./memory-watch.ts";
import type { Load, Measure } from "./soak-load.ts";

/** By how much a process may grow in the second half of the time. */
const MAX_GROWTH = 1.25;
/** By how much a sick subscriber may slow down the others. */
const MAX_DELAY = 1.25;

interface Findings {
  load: Load;
  memory: MemoryWatch;
  lags: Map<string, number>;
  /** Idle connections that are open at the end. */
  open: number;
  minutes: number;
}

export function judge({ load, memory, lags, open, minutes }: Findings) {
  const failures: string[] = [];
  const lines = [
    "",
    `${minutes} minutes, ${load.writes()} writes and as many events of our own, ${load.failed()} failed; ${open} idle connections`,
    `Behind at the end: ${[...lags].map(([name, events]) => `${name} ${events}`).join(", ")}`,
    "",
    "resident memory        start   middle      end",
  ];
  for (const { process, start, middle, end } of memory.sizes()) {
    const sizes = [start, middle, end].map((mb) => `${mb.toFixed(0)} MB`.padStart(9)).join("");
    lines.push(process.padEnd(19) + sizes);
    if (!(end / middle <= MAX_GROWTH)) failures.push(`${process} has grown by ${end / middle}`);
  }
  lines.push("", "medians           with the sick   without   ratio");
  for (const measure of ["delivery", "reading"] satisfies Measure[]) {
    const ratio = load.ratio(measure);
    const [sick, well] = [load.median("sick", measure), load.median("well", measure)];
    const times = `${sick.toFixed(1)} ms`.padStart(13) + `${well.toFixed(1)} ms`.padStart(10);
    lines.push(`${measure.padEnd(18)}${times}${ratio.toFixed(2).padStart(8)}`);
    if (!(ratio <= MAX_DELAY)) failures.push(`${measure} is slower beside the sick: ${ratio}`);
  }
  if (load.failed() > 0) failures.push(`${load.failed()} writes failed`);
  if ((lags.get("comments-2") ?? 0) === 0)
    failures.push("no subscriber was stopped: nothing was shown");
  return { lines, failures };
}
