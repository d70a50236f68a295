// What the bus view needs to know of the system whose events it shows, and nothing more. Each system describes itself in a
// folder beside this file. The bus and the gateway belong to every system, so the view knows them by itself.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import type { ComponentType } from "react";
import type { ZodObject, ZodType } from "zod";
import type { LabNeed } from "../bus-view/lab/missing.ts";

export interface System {
  /** As in "the blog, as it was after this event". */
  noun: string;
  /** How a reader makes an event, as in "Stop the service and write a post". */
  act: string;
  services: Services;
  /** The name of its deployment in a cluster. */
  deploymentOf: (service: string) => string;
  eventTypes: EventTypes;
  /** The content of an event in one line; empty where there is nothing that people read. */
  summaryOf: (data: Record<string, unknown>) => string;
  /** What a newcomer could try, in this order. */
  experiments: readonly Experiment[];
  /** Two ways to see an event parked: it is wrong, or the subscriber is. */
  parking: { wrongEvent: Demonstration; wrongSubscriber: Demonstration };
  /** An event that the bus accepts, and that each service that handles its type refuses. */
  poison: () => { type: string; data: Record<string, string> };
  /** What the publish form begins with, by field, so that ids make sense. `recent`: the events, newest first. */
  suggestFields: (recent: Iterable<RecordedEvent>) => [field: string, text: string][];
  load: Load;
  /** Words of its own for the help, with their meaning. */
  glossary: readonly [word: string, meaning: string][];
  /** Its state at the event that is looked at, shown below the log. */
  StateAt?: ComponentType;
}

/** By name, in the order of the map. */
export type Services = ReadonlyMap<string, Service>;

export interface Service {
  /** Its column on the map. Publishers are left of the bus. */
  home: "left" | "right";
  /** One sentence, for a reader who sees it for the first time. */
  about: string;
  /** The same of a further process of it, such as comments-2. Without it, such a name is the reader's own. */
  aboutReplica?: string;
  /** Its data is made of events alone: it can be deleted, and is made again. */
  canRebuild?: true;
}

/** By name, in the order of the legend. A Map: a publisher may use a type called "constructor", and every object has one. */
export type EventTypes = ReadonlyMap<string, EventType>;

export interface EventType {
  /** Where there is no room for its name. */
  letter: string;
  colour: "blue" | "brown" | "violet" | "green";
  contract: ZodObject<Readonly<Record<string, ZodType>>>;
  /** Where in the code its contract is, and who publishes and handles it. */
  declared: CodePlace;
  published: CodePlace[];
  handled: CodePlace[];
}

export interface CodePlace {
  /** From the root of the project. */
  file: string;
  /** As it stands in one of its lines. */
  code: string;
}

export interface Experiment {
  title: string;
  note?: string;
  /** In the order in which they are to be done. */
  steps: readonly (Step | Opener)[];
}

export interface Step {
  label: string;
  needs: LabNeed;
  /** Resolves to a sentence: what there is to see. */
  does: () => Promise<string>;
}

/** Leads to a tool of the lab. */
export interface Opener {
  label: string;
  opens: "publish" | "load" | "parked" | "replay";
}

export interface Demonstration {
  about: string;
  step: Step;
}

/** Requests at a steady rate, as many users would make them. */
export interface Load {
  about: string;
  /** What there is so many of per second. */
  unit: string;
  /** `facts` name what they are sent to. `send` makes request number `n`, and rejects when it is refused. */
  begin: () => Promise<{ facts: Record<string, string>; send: (n: number) => Promise<unknown> }>;
}
