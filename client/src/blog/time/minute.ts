// One clock for all relative times on the page. It ticks only while one of them is shown.

import { useSyncExternalStore } from "react";

const minuteMs = 60_000;
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(tick: () => void): () => void {
  watchers.add(tick);
  timer ??= setInterval(() => {
    for (const watcher of watchers) watcher();
  }, minuteMs);
  return () => {
    watchers.delete(tick);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The current minute, in minutes since 1970: changes once a minute, and its readers with it. */
export function useMinute(): number {
  return useSyncExternalStore(watch, () => Math.floor(Date.now() / minuteMs));
}
