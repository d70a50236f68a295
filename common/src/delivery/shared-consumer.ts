// The consumer of a pull bus without a checkpoint of its own: the bus remembers which events were handled, and gives each
// to one of the replicas. For services whose effects may be repeated (moderation publishes its reply under the same id). What
// a failure leads to is in the delivery rules; the pauses are the bus's, which gives an event again after one.

import type { Logger } from "../base/logger.ts";
import { type Platform, systemPlatform } from "../base/platform.ts";
import type { PullBus, SharedDelivery } from "../messaging/event-bus.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import type { Inbox } from "../wire/delivery.ts";
import { keepConsuming } from "./consume-loop.ts";
import { createDeadLetters, type DeadLetters } from "./dead-letters.ts";
import { type DeathCount, openDeathCount } from "./death-count.ts";
import { type DeliveryState, START } from "./delivery-rules.ts";
import { createPullAttempts } from "./pull-attempts.ts";
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "./retry-policy.ts";

interface SharedConsumerOptions {
  bus: PullBus;
  inbox: Inbox;
  log: Logger;
  /** Replicas share it. */
  name: string;
  /** How this process differs from its replicas; the same after a restart. */
  replica?: string;
  retryPolicy?: RetryPolicy;
  platform?: Platform;
}

interface Context {
  deadLetters: DeadLetters;
  deaths?: DeathCount | undefined;
  signal: AbortSignal;
}

export function startSharedPullConsumer({
  bus,
  inbox,
  log,
  name,
  replica = "all",
  retryPolicy = DEFAULT_RETRY_POLICY,
  platform = systemPlatform,
}: SharedConsumerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const attempts = createPullAttempts({ bus, inbox, log, name, replica, retryPolicy, platform });
  // Of all events, for their outages; and of each that was rejected. Each replica counts for itself.
  let ofAll = START;
  const rejected = new Map<number, DeliveryState>();

  async function consume(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const deadLetters = await createDeadLetters({
      ...{ parked: bus.parked(name), log, signal, clock: platform.clock },
      redeliver: (id, position) => attempts.redrive(id, position, signal),
    });
    for await (const shared of bus.share(name, signal)) {
      await take(shared, { deadLetters, signal });
      onProgress();
    }
  }

  // What is given for the first time has ended no process yet. Any replica may be given the others, so the note is of all.
  async function take(shared: SharedDelivery, { deadLetters, signal }: Context): Promise<void> {
    const { log: id = "", events } = shared.delivery;
    const isParked = ({ position }: ReceivedEvent) => deadLetters.contains(id, position);
    for (const { position = 0 } of events.filter(isParked)) shared.settle(position);
    const wanted = events.filter((event) => !isParked(event));
    const [first] = wanted;
    if (!first) return;
    const note = shared.isRepeated && String(first.position);
    const deaths = note ? await openDeathCount(bus.unfinished(name), note) : undefined;
    await handle(shared, wanted, { deadLetters, deaths, signal });
  }

  async function handle(
    shared: SharedDelivery,
    events: ReceivedEvent[],
    context: Context,
  ): Promise<void> {
    const [first, ...others] = events;
    const { position = 0 } = first!;
    const before = others.length === 0 ? rejected.get(position) : undefined;
    const delivery = { ...shared.delivery, events };
    const { state, action } = await attempts.attempt(delivery, before ?? ofAll, context);
    const isRejected = action.kind === "retry" && !action.isAway;
    if (isRejected && others.length > 0) {
      for (const event of events) await handle(shared, [event], context);
      return;
    }
    if (action.kind === "park") {
      await context.deadLetters.park(delivery.log ?? "", first!, action);
      await context.deaths?.clear();
    }
    if (before || isRejected) rejected.set(position, state);
    else ofAll = state;
    if (action.kind !== "retry") rejected.delete(position);
    const againInMs = action.kind === "retry" ? attempts.pauseMs(action) : undefined;
    for (const event of events) shared.settle(event.position ?? 0, againInMs);
  }

  const running = keepConsuming(consume, { log, signal: stopping.signal, ...platform });

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
