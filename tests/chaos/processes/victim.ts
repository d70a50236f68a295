// What can be done to one process of the blog under test. Done by victim-process.ts.

import type { ServicePlan } from "../../../infra/local/services.ts";
import type { Proxy } from "../network-fault.ts";

export interface Victim {
  name: string;
  url: string;
  pid(): number | undefined;
  state(): "up" | "down" | "frozen";
  /** Dies, and comes back after the pause, with these settings on top of its own. During `meanwhile` no process uses its files. */
  kill(how: "SIGKILL" | "SIGTERM", options?: Comeback): Promise<void>;
  /** Does nothing for a while, and does not know that time has passed. */
  freeze(ms: number): Promise<void>;
  /** Whether this start ended at the failpoint it was given. */
  hasHitFailpoint(): boolean;
  /** The settings it has on top of its own. */
  isArmed(): boolean;
  /** Comes back no more. */
  stop(): Promise<void>;
}

export interface Comeback {
  afterMs?: number;
  env?: Record<string, string>;
  meanwhile?: () => void | Promise<void>;
}

export interface VictimOptions {
  plan: ServicePlan;
  logFile: string;
  /** On top of its own settings, until it comes back. */
  env?: Record<string, string>;
  /** Through which others reach it: closed while the process is down. */
  entrance: Proxy | undefined;
  /** What no process may do by itself. */
  onMisbehaviour(what: string): void;
  onFailpoint(point: string): void;
  /** How long it took from the start of the process until it was ready. */
  onReady(ms: number): void;
}
