// What the routes of the lab work on.

import { Problem } from "@blog/common/base/problem";
import type { Bus } from "../bus.ts";
import type { Transport } from "../delivery/transport.ts";
import type { FaultBoard } from "./faults.ts";
import type { Gate } from "./gate.ts";
import type { History } from "./history.ts";
import type { Recorder } from "./recorded-delivery.ts";
import type { SubscriberFact } from "./records.ts";
import type { ServiceBoard } from "./services.ts";
import type { LabStream } from "./stream.ts";
import type { FactWatch } from "./subscriber-facts.ts";

export interface LabParts {
  bus: Bus;
  history: History;
  /** To each subscriber, past the gate and the faults. */
  ways: Map<string, Transport>;
  gate: Gate;
  faults: FaultBoard;
  watch: FactWatch;
  look(subscriber: string): SubscriberFact | undefined;
  recorder: Recorder;
  stream: LabStream;
  services: ServiceBoard;
}

/** Checks names in a body against the bus; all subscribers when none is named. */
export function chosen({ subscriptions }: Bus, names = [...subscriptions.keys()]): string[] {
  for (const [index, name] of names.entries()) {
    if (subscriptions.has(name)) continue;
    const detail = `There is no subscriber called ${name}.`;
    throw new Problem(400, detail, { errors: [{ detail, pointer: `#/subscribers/${index}` }] });
  }
  return names;
}
