// The bus without HTTP: a log, an appender before it, a worker behind it for each subscriber.

import { rmSync } from "node:fs";
import { type Platform, systemPlatform } from "@blog/common/base/platform";
import type { OpenFile } from "@blog/common/database/database-file";
import { type Appender, createAppender } from "./log/appender.ts";
import { type BusObserver, NO_OBSERVER } from "./delivery/bus-observer.ts";
import { DEFAULTS, type DeliverySettings } from "./delivery/delivery-settings.ts";
import { createEventLog, type EventLog, type RecentEvents } from "./log/event-log.ts";
import { damage } from "./log/event-log-check.ts";
import { readAhead } from "./delivery/read-ahead.ts";
import type { Subscriber } from "./delivery/subscribers.ts";
import { createSubscription, type Subscription } from "./delivery/subscription.ts";
import { createSubscriptionStore } from "./delivery/subscription-store.ts";
import type { Transport } from "./delivery/transport.ts";
import { startWorker, type Worker } from "./delivery/worker.ts";

interface BusOptions {
  /** The log's file; what is remembered about subscribers goes beside it. ":memory:" keeps both in memory. */
  file: string;
  subscribers: Subscriber[];
  /** How a subscriber is reached. What is given here may wrap another: to count deliveries, to hold them, to cut them. */
  createTransport(url: string, name: string): Transport;
  settings?: Partial<DeliverySettings>;
  /** How many requests may wait for the disk. */
  capacity?: number;
  observer?: BusObserver;
  /** The last events in memory, so that subscribers that keep up need not be served from the file. */
  recent?: RecentEvents;
  platform?: Platform;
  /** How the files are opened. */
  open: OpenFile;
}

export interface Bus {
  /** Of the log. */
  file: string;
  log: EventLog;
  append: Appender["append"];
  subscriptions: Map<string, Subscription>;
  settings: DeliverySettings;
  observer: BusObserver;
  /** Those that were added while the bus ran, or an earlier one, by name. They are served once they were added again. */
  added: ReadonlyMap<string, Subscriber>;
  /** Starts to deliver to a subscriber that is not in the settings, and keeps it beside the log. */
  addSubscriber(subscriber: Subscriber): void;
  /** An added one is in the settings now, and no longer an added one. */
  settleAdded(name: string): void;
  /** Cuts its delivery off, and forgets how far it was served, and where it was. */
  removeSubscriber(name: string): Promise<void>;
  /** Lets a subscriber's worker look again. */
  wake(name: string): void;
  /**
   * A client of this name came to the bus: it read the log, or opened a connection. The subscriber it names, with its
   * replicas (comments, comments-2), is there again, and is tried at once where it was not.
   */
  seen(visitor: string): void;
  /**
   * Which positions a reader of this name is not given: the events that were discarded for the subscriber it names, and for
   * each of its replicas. A service reads the log when it starts, and must not apply there what is never delivered to it.
   */
  withheldFrom(reader: string): (position: number) => boolean;
  /** Copies both files as they are at this moment, and returns where to: beside them, in place of earlier copies. */
  backUp(): string[];
  /** Stops delivering, then closes the files. */
  close(): Promise<void>;
}

/** Opens the log and starts delivering. Throws when the log is damaged, in use, or shorter than it was. */
export function openBus({
  file,
  subscribers,
  createTransport,
  settings: changed,
  capacity = 10_000,
  observer = NO_OBSERVER,
  recent,
  platform = systemPlatform,
  open,
}: BusOptions): Bus {
  const settings = { ...DEFAULTS, ...changed };
  const { clock } = platform;
  const log = createEventLog(open(file, { exclusive: true }), recent, platform);
  const besides = file === ":memory:" ? file : file.replace(/(\.db)?$/, "-subscriptions.db");
  const storeFile = open(besides, { exclusive: true, synchronous: "normal" });
  const store = createSubscriptionStore(storeFile, log.id, clock);
  const [length, known] = [log.tail(), store.knownLength()];
  if (length < known) throw damage(`of ${known} events it accepted, it holds ${length}`);

  const subscriptions = new Map<string, Subscription>();
  const workers = new Map<string, Worker>();
  const added = new Map(store.added().map((subscriber) => [subscriber.name, subscriber]));
  for (const subscriber of subscribers) deliverTo(subscriber);

  function deliverTo(subscriber: Subscriber): void {
    const { name, url } = subscriber;
    const onChange = () => observer.changed(name);
    const subscription = createSubscription(subscriber, log, store, onChange, clock);
    const transport = createTransport(url, name);
    subscriptions.set(name, subscription);
    workers.set(
      name,
      startWorker({ log: readAhead(log), subscription, transport, settings, platform }),
    );
  }

  function onAppended(): void {
    store.noteLength(log.tail());
    observer.appended(log.tail());
    for (const worker of workers.values()) worker.wake();
  }

  return {
    file,
    log,
    append: createAppender(log, { capacity, onAppended, clock }).append,
    subscriptions,
    settings,
    observer,
    added,
    addSubscriber(subscriber) {
      store.setAdded(subscriber);
      added.set(subscriber.name, subscriber);
      deliverTo(subscriber);
    },
    settleAdded(name) {
      store.settleAdded(name);
      added.delete(name);
    },
    async removeSubscriber(name) {
      await workers.get(name)?.stop(0);
      workers.delete(name);
      subscriptions.delete(name);
      store.forget(name);
      added.delete(name);
    },
    wake: (name) => workers.get(name)?.wake(),
    seen(visitor) {
      for (const [name, worker] of workers) if (isOneOf(name, visitor)) worker.signOfLife();
    },
    withheldFrom(reader) {
      const its = [...subscriptions.values()].filter(({ name }) => isOneOf(name, reader));
      return (position) => its.length > 0 && its.every((one) => one.isDiscarded(position));
    },
    backUp() {
      const copies = [`${besides}.backup`, `${file}.backup`] as const;
      for (const copy of copies) rmSync(copy, { force: true });
      store.copyTo(copies[0]);
      log.copyTo(copies[1]);
      return [...copies];
    },
    async close() {
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      store.close();
      log.close();
    },
  };
}

function isOneOf(subscriber: string, name: string): boolean {
  return subscriber === name || subscriber.replace(/-\d+$/, "") === name;
}
