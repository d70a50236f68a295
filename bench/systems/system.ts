// What a system has to offer to be compared: a server that can be started, a publisher, and four
// subscribers. Each system is one file beside this one, written as its own documentation recommends for events that must
// not be lost.

import type { Program } from "../../infra/local/find-program.ts";
import type { BenchEvent } from "../event.ts";

export interface Publisher {
  /** Resolves once the system has acknowledged the event, rejects when it refuses it. */
  publish(event: BenchEvent): Promise<void>;
}

export interface RunningServer {
  /** Whatever `connectPublisher` and `subscribe` need, in one line. */
  address: string;
  stop(): Promise<void>;
}

/** How to reach a system: all that the processes of publisher and subscribers need to know. */
export interface Spoken {
  name: string;
  connectPublisher(address: string): Promise<Publisher>;
  /** For systems that subscribers pull from. Each event is acknowledged after `onEvent` has returned. */
  subscribe?(address: string, name: string, onEvent: (event: BenchEvent) => void): Promise<void>;
}

export interface System extends Spoken {
  /** What an acknowledged event has survived. */
  acknowledged: string;
  /** The program to look for; without it, the system is skipped. */
  program?: Program;
  /** Nothing may be wrong with it. */
  isOurs?: true;
  /** `subscribers` are URLs, for those that push by HTTP. Data goes to `folder`, and only there. */
  start(folder: string, subscribers: string[]): Promise<RunningServer>;
}
