// Replays a recorded session: its records come at their recorded intervals, at the speed of the view. Frozen, their time
// stands still. Long pauses in which nothing happened are cut short.

import type { LabRecord } from "@blog/event-bus/lab/records";
import type { Frames } from "./player.ts";

const LONGEST_PAUSE_MS = 2000;

interface RecordingOptions {
  frames: Frames;
  offer(record: LabRecord): void;
  /** How fast time goes by now; 0 while it stands still. */
  speed(): number;
  onPlaying(playing: boolean): void;
}

export interface Recording {
  /** What is loaded; undefined while nothing is. */
  records(): readonly LabRecord[] | undefined;
  load(records: readonly LabRecord[]): void;
  /** From the beginning, whatever was playing before. */
  play(): void;
  close(): void;
}

export function createRecording({ frames, offer, speed, onPlaying }: RecordingOptions): Recording {
  let loaded: readonly LabRecord[] | undefined;
  let playing = 0;

  function stop(): void {
    playing += 1;
    onPlaying(false);
  }

  function playAll(records: readonly LabRecord[]): void {
    const mine = playing;
    let next = 0;
    let before = frames.now();
    // A file begins with the states of subscribers and services; they come at once.
    for (; isState(records[next]); next += 1) offer(records[next]!);
    let at = records[next]?.at ?? 0;

    function go(): void {
      if (mine !== playing) return;
      const now = frames.now();
      at += (now - before) * speed();
      before = now;
      at = Math.max(at, (records[next]?.at ?? at) - LONGEST_PAUSE_MS);
      for (; next < records.length && records[next]!.at <= at; next += 1) offer(records[next]!);
      if (next === records.length) stop();
      else frames.request(go);
    }

    onPlaying(true);
    frames.request(go);
  }

  return {
    records: () => loaded,
    load(records) {
      stop();
      loaded = records;
    },
    play() {
      stop();
      playAll(loaded ?? []);
    },
    close() {
      stop();
      loaded = undefined;
    },
  };
}

function isState(record: LabRecord | undefined): boolean {
  return record?.kind === "subscriber" || record?.kind === "service";
}
