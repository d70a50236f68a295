// Guessing passwords: after ten failures for one email from one address, that address waits until the oldest is a quarter of an
// hour ago. By email alone, every stranger could lock a user out; by address alone, all users of an office would share ten.
// Kept in memory: a restart forgets it, and each replica counts for itself.

import { Problem } from "@blog/common/base/problem";
import { type Clock, systemClock } from "@blog/common/base/clock";

interface ThrottleOptions {
  maxFailures?: number;
  windowMs?: number;
  /** So many emails and addresses are remembered; then the one that failed least recently is forgotten. */
  capacity?: number;
  clock?: Pick<Clock, "monotonic">;
}

export interface Throttle {
  /**
   * Resolves with what `check` resolves with; false counts as a failure, true forgets those before. Throws a 429 Problem instead
   * of checking after too many.
   */
  attempt(who: string, address: string, check: () => Promise<boolean>): Promise<boolean>;
}

export function createThrottle({
  maxFailures = 10,
  windowMs = 15 * 60_000,
  capacity = 10_000,
  clock = systemClock,
}: ThrottleOptions = {}): Throttle {
  /** When each of the last failures was. */
  const failures = new Map<string, number[]>();

  function remember(key: string, times: number[]): void {
    // Deleted first, so that it moves to the end of the map's order.
    failures.delete(key);
    if (times.length === 0) return;
    failures.set(key, times);
    const [oldest] = failures.keys();
    if (failures.size > capacity && oldest !== undefined) failures.delete(oldest);
  }

  const recent = (key: string) => {
    const since = clock.monotonic() - windowMs;
    return (failures.get(key) ?? []).filter((time) => time > since);
  };

  return {
    async attempt(who, address, check) {
      const key = JSON.stringify([who, address]);
      const before = recent(key);
      if (before.length >= maxFailures) throw tooMany(before[0]! + windowMs - clock.monotonic());

      // Counted before it is checked: a hundred that come together would find no failure yet.
      const now = clock.monotonic();
      remember(key, [...before, now]);
      let isGood: boolean | undefined;
      try {
        isGood = await check();
        return isGood;
      } finally {
        if (isGood) failures.delete(key);
        else if (isGood === undefined) forget(key, now);
      }
    },
  };

  // What could not be checked was no guess.
  function forget(key: string, time: number): void {
    const times = recent(key);
    const at = times.indexOf(time);
    if (at >= 0) remember(key, times.toSpliced(at, 1));
  }
}

function tooMany(waitMs: number): Problem {
  return new Problem(429, "Too many failed attempts for this email: please wait.", {
    headers: { "retry-after": String(Math.ceil(waitMs / 1000)) },
  });
}
