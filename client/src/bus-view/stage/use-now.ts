// The time, for what grows older while nothing happens. One clock for all; it ticks only while a component needs it.

import { useSyncExternalStore } from "react";

const everyMs = 500;
const readers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function watch(reader: () => void): () => void {
  readers.add(reader);
  timer ??= setInterval(tick, everyMs);
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const reader of readers) reader();
}

const watchNothing = () => () => {};

/** Milliseconds since 1970, half a second old at most. */
export function useNow(isNeeded: boolean): number {
  return useSyncExternalStore(isNeeded ? watch : watchNothing, () => {
    // Without a subscriber the clock has stood still.
    if (!timer && Date.now() - now > everyMs) now = Date.now();
    return now;
  });
}
