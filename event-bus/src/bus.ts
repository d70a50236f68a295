// The bus without HTTP: a log, an appender before it, a worker behind it for each subscriber.

import { type Appender, createAppender } from "./appender.ts";
import { DEFAULTS, type DeliverySettings } from "./delivery-settings.ts";
import { type EventLog, openEventLog } from "./event-log.ts";
import { damage } from "./event-log-check.ts";
import type { Subscriber } from "./subscribers.ts";
import { createSubscription, type Subscription } from "./subscription.ts";
import { openSubscriptionStore } from "./subscription-store.ts";
import type { Transport } from "./transport.ts";
import { startWorker, type Worker } from "./worker.ts";

interface BusOptions {
  /** The log's file; what is remembered about subscribers goes beside it. ":memory:" keeps both in memory. */
  file: string;
  subscribers: Subscriber[];
  /** How a subscriber is reached. What is given here may wrap another: to count deliveries, to hold them, to cut them. */
  createTransport(url: string, name: string): Transport;
  settings?: Partial<DeliverySettings>;
  /** How many requests may wait for the disk. */
  capacity?: number;
}

export interface Bus {
  log: EventLog;
  append: Appender["append"];
  subscriptions: Map<string, Subscription>;
  /** Lets a subscriber's worker look again. */
  wake(name: string): void;
  /** Stops delivering, then closes the files. */
  close(): Promise<void>;
}

/** Opens the log and starts delivering. Throws when the log is damaged, in use, or shorter than it was. */
export function openBus({
  file,
  subscribers,
  createTransport,
  settings,
  capacity = 10_000,
}: BusOptions): Bus {
  const log = openEventLog(file);
  const besides = file === ":memory:" ? file : file.replace(/(\.db)?$/, "-subscriptions.db");
  const store = openSubscriptionStore(besides, log.id);
  const [length, known] = [log.tail(), store.knownLength()];
  if (length < known) throw damage(`of ${known} events it accepted, it holds ${length}`);

  const subscriptions = new Map<string, Subscription>();
  const workers = new Map<string, Worker>();
  for (const subscriber of subscribers) {
    const subscription = createSubscription(subscriber, log, store);
    const transport = createTransport(subscriber.url, subscriber.name);
    subscriptions.set(subscriber.name, subscription);
    workers.set(
      subscriber.name,
      startWorker({ log, subscription, transport, settings: { ...DEFAULTS, ...settings } }),
    );
  }

  function onAppended(): void {
    store.noteLength(log.tail());
    for (const worker of workers.values()) worker.wake();
  }

  return {
    log,
    append: createAppender(log, { capacity, onAppended }).append,
    subscriptions,
    wake: (name) => workers.get(name)?.wake(),
    async close() {
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      store.close();
      log.close();
    },
  };
}
