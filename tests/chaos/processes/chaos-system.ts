// What a run needs of the system that it torments: its processes, the ways between them, and where they answer.

import type { Proxy } from "../network-fault.ts";
import type { Victim } from "./victim.ts";

export interface ChaosSystem {
  victims: Map<string, Victim>;
  /** By their ways: "posts → event-bus", "event-bus → posts". */
  links: Map<string, Proxy>;
  /** To which the bus delivers. */
  subscribers: readonly string[];
  /** Those that have an outbox. */
  publishers: readonly string[];
  url(name: string): string;
  stop(): Promise<void>;
}
