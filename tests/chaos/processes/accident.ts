// An accident of the process layer: it happens to one process or one way of the network, takes its time, and leaves everything
// as it was, so that the nemesis may deal the next one to the same target.

import type { ChaosBlog } from "./blog.ts";
import type { Random } from "./random.ts";

export interface Accident {
  /** Whom it happens to: no two accidents at once to the same. */
  target: string;
  /** Answers whether it has struck: an accident that met no traffic has shown nothing. */
  happen(): Promise<boolean>;
}

/** Makes one of its class, by chance. */
export type Deal<Target = ChaosBlog> = (target: Target, random: Random) => Accident;
