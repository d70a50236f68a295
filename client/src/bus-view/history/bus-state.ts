// All that the page of the bus knows at one moment. What a component needs of it, it takes with useBus.

import { emptyPicture, type Picture } from "./picture.ts";

export type Selection =
  | { kind: "event"; position: number }
  | { kind: "subscriber"; name: string }
  | { kind: "service"; name: string }
  | null;

/**
 * polling: the lab is off, so the bus is polled. log only: so is the course's bus, which keeps no subscriptions.
 * lost: no answer; the picture is old.
 */
export type Connection = "connecting" | "live" | "polling" | "log only" | "lost" | "file";

export type Speed = 0.25 | 0.5 | 1 | 2 | 4;

/** What can be done here: records of deliveries, the verbs of the bus, the verbs of the local runner. */
export interface LabAbilities {
  recording: boolean;
  control: boolean;
  runner: boolean;
  /** The system runs in a Kubernetes cluster: what the runner would do, kubectl does. */
  cluster?: boolean;
}

export interface BusState {
  connection: Connection;
  /** A recorded session goes by. */
  playing: boolean;
  /** Undefined until the gateway has answered. */
  lab: LabAbilities | undefined;
  /** As the view clock has it: a moment behind what has happened. */
  picture: Picture;
  selection: Selection;
  /** The position up to which the system is looked at. */
  viewing: number | "live";
  frozen: boolean;
  speed: Speed;
  /** How far the view is behind the bus, rounded to 100 ms. */
  behindMs: number;
  /** Records that wait to be shown. */
  waiting: number;
  /** Deliveries that were never shown moving: the tab was hidden, or the connection gone for too long. */
  skipped: number;
  /** The bus's clock less this machine's, in ms: add it to Date.now(). */
  clockMs: number;
}

export const firstState: BusState = {
  connection: "connecting",
  playing: false,
  lab: undefined,
  picture: emptyPicture(),
  selection: null,
  viewing: "live",
  frozen: false,
  speed: 1,
  behindMs: 0,
  waiting: 0,
  skipped: 0,
  clockMs: 0,
};

/** The picture is the present state, or that of the file. Otherwise it is the last one received, and may be outdated. */
export function isCurrent({ connection }: Pick<BusState, "connection">): boolean {
  return connection !== "connecting" && connection !== "lost";
}

/** A bus, or a file, has named its log. Without that, an empty picture is no empty log. */
export function isLogKnown(state: BusState): boolean {
  return isCurrent(state) || state.picture.logId !== "";
}
