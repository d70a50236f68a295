// How each way is called on the page, and what it does.

import type { Way } from "../catalogue.ts";

/** From left to right. */
export const WAYS = ["rpc", "events"] as const satisfies readonly Way[];

export interface WayInWords {
  name: string;
  means: string;
  about: string;
  /** What the time of an answer is. */
  timeOf: string;
}

export const WAYS_IN_WORDS: Record<Way, WayInWords> = {
  rpc: {
    name: "Ask now",
    means: "RPC",
    about: "The catalogue asks both services while you wait.",
    timeOf: "True as of",
  },
  events: {
    name: "Know already",
    means: "events",
    about: "The catalogue has learned it from their events.",
    timeOf: "Newest event",
  },
};
