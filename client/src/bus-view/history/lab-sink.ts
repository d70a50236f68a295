// What a source of records (the lab's stream, or polling without it) reports to the page.

import type { LabRecord, ServiceFact } from "@blog/event-bus/lab/records";
import type { Connection, LabAbilities } from "./bus-state.ts";

export interface LabSink {
  /** Connected. Another `run` than before: the bus was started anew, and counts from 1 again. */
  hello(greeting: { run: string; log: { id: string; length: number } }): void;
  /** The present state of a subscriber or a service. */
  state(record: LabRecord): void;
  /** A new record, in order. After a reconnection some may come twice. */
  record(record: LabRecord): void;
  /** The present states of the processes, from the runner itself. */
  services(facts: readonly ServiceFact[]): void;
  connection(connection: Connection): void;
  lab(lab: LabAbilities): void;
}
