// Time that passes when nothing is left to do: it jumps to the next thing that is due. All that ever happens in a run is
// a callback in this queue, and randomness comes from one seed; so the same seed gives the same run, to the byte.

import { createClock } from "@blog/common/base/clock";
import type { Platform } from "@blog/common/base/platform";
import { v7 } from "uuid";
import { createRandom, type Random } from "../processes/random.ts";

/** A process, from its start to its end. What it had planned does not happen any more after that. */
export interface Life {
  readonly name: string;
  isOver: boolean;
  readonly platform: Platform;
  /** The clock of its machine is wrong by this. */
  clockOffsetMs: number;
}

export interface VirtualTime {
  random: Random;
  /** In ms since the start of the run. */
  now(): number;
  /** Calls back after `delayMs`, as a part of that life; or of the world outside. */
  schedule(delayMs: number, callback: () => void, life?: Life): () => void;
  begin(name: string): Life;
  /** Whose callback is running. */
  current(): Life | undefined;
  /** Lets so much time pass, and all that is due in it happen. */
  run(forMs: number): Promise<void>;
}

interface Entry {
  at: number;
  callback(): void;
  life: Life | undefined;
  isCancelled: boolean;
}

const EPOCH = Date.UTC(2026, 0, 1);

export function createVirtualTime(seed: number): VirtualTime {
  const random = createRandom(seed);
  // By their time, the latest first; of the same time, in the order in which they were planned.
  const queue: Entry[] = [];
  let now = 0;
  let current: Life | undefined;

  function schedule(delayMs: number, callback: () => void, life?: Life): () => void {
    const entry = { at: now + Math.max(0, delayMs), callback, life, isCancelled: false };
    let index = queue.length;
    while (index > 0 && queue[index - 1]!.at <= entry.at) index -= 1;
    queue.splice(index, 0, entry);
    return () => void (entry.isCancelled = true);
  }

  function begin(name: string): Life {
    let names = 0;
    const life: Life = {
      name,
      isOver: false,
      clockOffsetMs: 0,
      platform: {
        random: random.next,
        newId() {
          const bytes = Uint8Array.from({ length: 16 }, () => random.between(0, 255));
          return v7({ msecs: EPOCH + Math.floor(now), seq: ++names, random: bytes });
        },
        clock: createClock({
          now: () => EPOCH + Math.floor(now) + life.clockOffsetMs,
          monotonic: () => now,
          setTimer: (callback, ms) => schedule(ms, callback, life),
          nextTurn: (callback) => void schedule(0, callback, life),
        }),
      },
    };
    return life;
  }

  return {
    random,
    now: () => now,
    schedule,
    begin,
    current: () => current,

    async run(forMs) {
      const end = now + forMs;
      for (;;) {
        // Until no promise has anything left to do.
        await new Promise((resolve) => setImmediate(resolve));
        current = undefined;
        const next = takeNext();
        if (!next || next.at > end) {
          if (next) queue.push(next);
          now = end;
          return;
        }
        now = next.at;
        current = next.life;
        next.callback();
      }
    },
  };

  function takeNext(): Entry | undefined {
    for (;;) {
      const next = queue.pop();
      if (!next?.isCancelled && !next?.life?.isOver) return next;
    }
  }
}
