// Shows records as time goes by: at most once per frame, at the moments the view clock has set. Frozen, it gathers; in a
// hidden tab it draws nothing and only keeps up. It decides when, never what.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { createShowQueue } from "./show-queue.ts";
import { createViewClock } from "./view-clock.ts";

export interface Frames {
  /** In ms; only differences count. */
  now(): number;
  request(callback: () => void): void;
}

/** The browser's. A hidden tab gets no frames, also not one that was asked for before: a timer takes its place. */
export const browserFrames: Frames = {
  now: () => performance.now(),
  request(callback) {
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      callback();
    });
    const timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      callback();
    }, HIDDEN_MS);
  },
};

const HIDDEN_MS = 250;
// Thirty pictures a second are enough, and leave the other half of the time to what moves.
const BETWEEN_MS = 30;
// More than these is not worth watching one by one: after a long freeze the rest is taken in at once.
const WORTH_PLAYING = 500;

interface PlayerOptions {
  frames?: Frames;
  /** The picture takes these in, in this order. */
  show(records: LabRecord[]): void;
  /** Something moves from now on: what, and for how long at least. Called before `show`. */
  move(record: LabRecord, flightMs: number): void;
  /** After each frame in which time went by. */
  tick(): void;
}

export interface Player {
  offer(record: LabRecord): void;
  /** Takes it in with the next frame, without motion: it happened before. */
  offerPast(record: LabRecord): void;
  freeze(): void;
  unfreeze(): void;
  setSpeed(speed: number): void;
  /** What waits is shown now, without motion. */
  catchUp(): void;
  /** Forgets what waits. */
  clear(): void;
  waiting(): number;
  /** How long the oldest record that is not shown yet has waited. */
  behindMs(): number;
}

export function createPlayer({ frames = browserFrames, show, move, tick }: PlayerOptions): Player {
  const clock = createViewClock();
  const queue = createShowQueue();
  let isAsked = false;
  // View time stands still while frozen: what was in flight goes on where it was.
  let frozenAt: number | undefined;
  let stoodStill = 0;
  let shownAt = -Infinity;

  const viewNow = () => (frozenAt ?? frames.now()) - stoodStill;

  function ask(): void {
    if (isAsked) return;
    isAsked = true;
    frames.request(frame);
  }

  function frame(): void {
    isAsked = false;
    const now = frames.now();
    if (now - shownAt < BETWEEN_MS) return ask();
    shownAt = now;
    if (frozenAt === undefined) {
      if (document.hidden) showAtOnce();
      else advance();
      if (queue.size() > 0) ask();
    }
    tick();
  }

  function advance(): void {
    let shown: LabRecord[] = [];
    for (const { record, step } of queue.takeUntil(viewNow())) {
      // The drawing of a move reads the picture: all records before it must be in it.
      if (record.kind === "delivery" && shown.length > 0) {
        show(shown);
        shown = [];
      }
      if (step === "launch" || (step === "show" && record.kind !== "event"))
        move(record, clock.flightMs());
      if (step !== "launch") shown.push(record);
    }
    if (shown.length > 0) show(shown);
  }

  function showAtOnce(): void {
    const records = queue.takeAll().filter(({ step }) => step !== "launch");
    // The order of the bus, not of the view.
    if (records.length > 0)
      show(records.map(({ record }) => record).toSorted((a, b) => a.seq - b.seq));
  }

  return {
    offer(record) {
      const { launchAt, showAt } = clock.schedule(record, viewNow());
      const arrivedAt = frames.now();
      if (record.kind === "event") queue.add({ record, step: "launch", due: launchAt, arrivedAt });
      queue.add({ record, step: "show", due: showAt, arrivedAt });
      ask();
    },
    offerPast(record) {
      queue.add({ record, step: "past", due: -Infinity, arrivedAt: frames.now() });
      ask();
    },
    freeze() {
      frozenAt ??= frames.now();
      tick();
    },
    unfreeze() {
      if (frozenAt === undefined) return;
      stoodStill += frames.now() - frozenAt;
      frozenAt = undefined;
      if (queue.size() > WORTH_PLAYING) showAtOnce();
      ask();
    },
    setSpeed: clock.setSpeed,
    catchUp: showAtOnce,
    clear: () => void queue.takeAll(),
    waiting: queue.size,
    behindMs() {
      const oldest = queue.oldestArrival();
      return oldest === undefined ? 0 : frames.now() - oldest;
    },
  };
}
