// The protocol as a model: publishers with outboxes, a bus with a log, consumers with checkpoints, and a network between
// them that loses, repeats and delays. Everything durable survives a crash; everything else is gone with it. No I/O, no
// clock: a schedule of operations gives the same world every time.

import type { Delivery, Outcome } from "@blog/common/wire/delivery";
import { type Checkpoint, START } from "@blog/common/messaging/checkpoint";
import type { Effect } from "../checker.ts";
import * as delivery from "@blog/common/delivery/delivery-rules";
import type { Log } from "./log.ts";
import { newSubscription, type Subscription } from "./subscription.ts";
import { newRecord, type RetryRecord } from "./retry-record.ts";

/** What each mutant breaks. The rules as they are kept: `KEPT`. */
export interface Rules {
  answers: "after sync" | "before sync";
  ids: "kept once" | "not compared";
  outbox: "with the state" | "after the state";
  outboxRow: "deleted after the answer" | "deleted when sent";
  inbox: "remembers ids" | "none";
  checkpoint: "with the effect" | "before the effect" | "after the effect";
  poison: "parked" | "skipped";
  gaps: "refused" | "not noticed";
  lateSubscriber: "from the beginning" | "from now";
  skippedPositions: "asked for at start" | "forgotten";
  discarded: "left out of the log" | "read from the log";
  history: "compared" | "not compared";
  /** The bus's own; mutants wrap them. */
  delivery: Pick<typeof delivery, "afterAnswer" | "afterSignOfLife" | "waitOut">;
}

export const KEPT: Rules = {
  answers: "after sync",
  ids: "kept once",
  outbox: "with the state",
  outboxRow: "deleted after the answer",
  inbox: "remembers ids",
  checkpoint: "with the effect",
  poison: "parked",
  gaps: "refused",
  lateSubscriber: "from the beginning",
  skippedPositions: "asked for at start",
  discarded: "left out of the log",
  history: "compared",
  delivery,
};

export interface Publisher {
  /** Its own state: the ids of what happened there. */
  written: string[];
  outbox: string[];
}

/** What a consumer keeps in its database, and what one transaction changes together. */
export interface ConsumerState {
  effects: Effect[];
  known: string[];
  checkpoint: Checkpoint;
}

export interface Consumer {
  /**
   * What it has received: by ids, as the inbox does, or by positions, as query does. An original service of the course has no
   * checkpoint and answers 200 to all it is sent; it knows a thing that is there by its effect.
   */
  knowsBy: "id" | "position" | "effect";
  state: ConsumerState;
  backup: ConsumerState;
  /** Events its handler cannot bear until it is mended. */
  poison: string[];
  /** Events that its process dies of, until it is mended. It is started again at once. */
  deadly: string[];
  /** Connections to it are accepted and broken off, as by a forwarder whose target is gone. */
  isCut: boolean;
  /** Events that were discarded for it before it had applied them, or was just being sent them. */
  discarded: string[];
  record: RetryRecord;
  /** Its database was restored, and that is never done without starting the process anew. */
  mustStart: boolean;
}

export type Message =
  | { kind: "publish"; publisher: number; ids: string[] }
  | { kind: "published"; publisher: number; ids: string[]; life: number }
  | { kind: "delivery"; consumer: number; token: number; delivery: Delivery }
  | { kind: "answer"; consumer: number; token: number; answer: Answer };

export type Answer = Outcome | "rejected";

type Fact =
  | "died of an event"
  | "died within"
  | "known already"
  | "not there after a break"
  | "parked"
  | "redriven"
  | "sent alone"
  | "tried at once"
  | "started over"
  | "had its checkpoint confirmed";

export interface World {
  rules: Rules;
  log: Log;
  /** The bus's files, both of one moment. */
  backup: { log: Log; subscriptions: Subscription[] };
  /** Received by the bus and not yet on disk: one group commit. */
  unsynced: { publisher: number; ids: string[] }[];
  network: Message[];
  publishers: Publisher[];
  consumers: Consumer[];
  subscriptions: Subscription[];
  /** What the bus has answered with success, as the publishers saw it, in this log. */
  acknowledged: Set<string>;
  /** What has happened at all: a schedule in which nothing goes wrong shows nothing. */
  seen: Set<Fact>;
  /** Promises about retrying that were broken on the way (retry-record.ts). */
  found: string[];
  /** In ms. Nothing takes time but pauses. */
  now: number;
  counter: number;
}

export function createWorld(rules: Rules): World {
  const world: World = {
    rules,
    log: { id: "log-1", ids: [], life: 1 },
    backup: { log: { id: "log-1", ids: [], life: 1 }, subscriptions: [] },
    unsynced: [],
    network: [],
    publishers: [createPublisher(), createPublisher()],
    consumers: [],
    subscriptions: [],
    acknowledged: new Set(),
    seen: new Set(),
    found: [],
    now: 0,
    counter: 1,
  };
  subscribe(world);
  subscribe(world);
  return world;
}

function createPublisher(): Publisher {
  return { written: [], outbox: [] };
}

/** A new subscriber with an empty database; late, if the log holds something already. */
export function subscribe(world: World): void {
  const state: ConsumerState = { effects: [], known: [], checkpoint: START };
  const cursor = world.rules.lateSubscriber === "from now" ? world.log.ids.length : 0;
  // A subscriber that starts with what comes next learns its position from its first checkpoint.
  if (cursor > 0) state.checkpoint = { log: world.log.id, position: cursor, skippedPositions: [] };
  const knowsBy = (["id", "position", "effect"] as const)[world.consumers.length % 3]!;
  world.consumers.push({
    ...{ knowsBy, state, backup: copyOf(state), mustStart: false },
    ...{ poison: [], deadly: [], discarded: [], isCut: false, record: newRecord() },
  });
  world.subscriptions.push(newSubscription(cursor));
}

export function copyOf({ effects, known, checkpoint }: ConsumerState): ConsumerState {
  return { effects: [...effects], known: [...known], checkpoint };
}

/** The next number: ids and tokens are made of it. */
export function next(world: World): number {
  return world.counter++;
}
