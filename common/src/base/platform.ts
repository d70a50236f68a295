// What the lesson needs of the machine it runs on: time, randomness, and ids for new things. It reads none of them by itself:
// they are arguments, so that a simulation can repeat a run to the byte. What main.ts calls has the real ones by default.

import { type Clock, systemClock } from "./clock.ts";
import { newId } from "./ids.ts";

export interface Platform {
  clock: Clock;
  /** At least 0, less than 1. */
  random(): number;
  /** A name that sorts after all earlier ones of this process. */
  newId(): string;
}

export const systemPlatform: Platform = { clock: systemClock, random: () => Math.random(), newId };
