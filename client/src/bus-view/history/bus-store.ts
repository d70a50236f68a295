// The page's one store: records from the stream go through the player and become a picture. Components read it with useBus;
// the dots of the map subscribe to `onMove`, because React does not render each step of a dot.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { createStore } from "../../ui/store.ts";
import { type BusState, firstState, type Selection, type Speed } from "./bus-state.ts";
import { startLabStream } from "./lab-stream.ts";
import { createMeasures, type Measures } from "./measures.ts";
import { emptyPicture } from "./picture.ts";
import { createRecording } from "./playback.ts";
import { browserFrames, createPlayer, type Frames } from "./player.ts";
import { createSession } from "./session.ts";
import { reduce } from "./reduce.ts";

/** Called when a dot leaves or has arrived, with the record and how long a dot flies at the present speed. */
export type MoveListener = (record: LabRecord, flightMs: number) => void;

export interface BusStore {
  getSnapshot(): BusState;
  subscribe(reader: () => void): () => void;
  /** Starts listening to the bus; returns what stops it. */
  start(): () => void;
  select(selection: Selection): void;
  /** Looks at the system as it was after this event; the event is selected. "live" goes back to now. */
  lookAt(viewing: number | "live"): void;
  freeze(): void;
  unfreeze(): void;
  setSpeed(speed: Speed): void;
  /** The note about skipped deliveries has been read. */
  forgetSkipped(): void;
  /** Shows a recorded session instead of the bus. */
  load(records: readonly LabRecord[]): void;
  /** Shows the loaded session from its start, as it came then. */
  playAgain(): void;
  /** Back from a recorded session to the bus. */
  goLive(): void;
  /** All records received, for a file: at most 50,000, preceded by the state of every subscriber and service. */
  records(): LabRecord[];
  onMove(listener: MoveListener): () => void;
  measures: Measures;
}

export function createBusStore(frames: Frames = browserFrames): BusStore {
  const store = createStore<BusState>(firstState);
  const listeners = new Set<MoveListener>();
  const measures = createMeasures();
  let stopStream: (() => void) | undefined;

  const change = (part: Partial<BusState>) => store.set({ ...store.get(), ...part });

  function show(records: readonly LabRecord[]): void {
    let { picture } = store.get();
    for (const record of records) {
      picture = reduce(picture, record);
      measures.add(record);
    }
    change({ picture });
  }

  const player = createPlayer({
    frames,
    show,
    move: (...what) => listeners.forEach((listener) => listener(...what)),
    tick() {
      const behindMs = Math.round(player.behindMs() / 100) * 100;
      const waiting = player.waiting();
      const state = store.get();
      if (behindMs !== state.behindMs || waiting !== state.waiting) change({ behindMs, waiting });
    },
  });

  const session = createSession({
    play: player.offer,
    takeIn: player.offerPast,
    startOver(log) {
      player.clear();
      measures.clear();
      change({ picture: emptyPicture(log), selection: null, viewing: "live" });
    },
    catchUp: player.catchUp,
    change,
    get: store.get,
  });

  const recording = createRecording({
    frames,
    offer: player.offer,
    speed: () => (store.get().frozen ? 0 : store.get().speed),
    onPlaying: (playing) => change({ playing }),
  });

  function listen(): void {
    stopStream ??= startLabStream(session);
  }

  function stop(): void {
    stopStream?.();
    stopStream = undefined;
  }

  function unfreeze(): void {
    change({ frozen: false });
    player.unfreeze();
  }

  return {
    getSnapshot: store.get,
    subscribe: store.subscribe,
    start() {
      listen();
      return stop;
    },
    select: (selection) => change({ selection }),
    lookAt(viewing) {
      if (viewing === "live") return change({ viewing });
      change({ viewing, selection: { kind: "event", position: viewing } });
    },
    freeze() {
      change({ frozen: true });
      player.freeze();
    },
    unfreeze,
    setSpeed(speed) {
      change({ speed });
      player.setSpeed(speed);
    },
    forgetSkipped: () => change({ skipped: 0 }),
    load(records) {
      stop();
      recording.load(records);
      unfreeze();
      session.open(records);
    },
    playAgain() {
      session.open([]);
      recording.play();
    },
    goLive() {
      recording.close();
      session.close();
      listen();
    },
    records: () => [...(recording.records() ?? session.records())],
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    measures,
  };
}
