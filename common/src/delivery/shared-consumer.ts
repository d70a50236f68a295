// The consumer of a pull bus without a checkpoint of its own: the bus remembers which events were handled, and gives each
// to one of the replicas. For services whose effects may be repeated (moderation publishes its reply under the same id).

import { backoffMs } from "../base/backoff.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import { type DeathCount, openDeathCount } from "./death-count.ts";
import type { Delivery, Inbox } from "../wire/delivery.ts";
import type { SharedDelivery, PullBus } from "../messaging/event-bus.ts";
import { findEvent, keepConsuming } from "./consume-loop.ts";
import type { Logger } from "../base/logger.ts";
import { createDeadLetters, type DeadLetters } from "./dead-letters.ts";
import { isOutage, DEFAULT_RETRY_POLICY, type RetryPolicy, type Tried } from "./retry-policy.ts";
import { reasonOf } from "../base/reason.ts";

interface SharedConsumerOptions {
  bus: PullBus;
  inbox: Inbox;
  log: Logger;
  /** Replicas share it. */
  name: string;
  /** How this process differs from its replicas; the same after a restart. */
  replica?: string;
  retryPolicy?: RetryPolicy;
}

export function startSharedPullConsumer({
  bus,
  inbox,
  log,
  name,
  replica = "all",
  retryPolicy = DEFAULT_RETRY_POLICY,
}: SharedConsumerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  // How often an event may have been at fault. Each replica counts for itself.
  const failures = new Map<number, number>();
  const unfinished = bus.unfinished(name);

  async function consume(signal: AbortSignal, onProgress: () => void): Promise<void> {
    async function redeliver(id: string, position: number): Promise<Tried> {
      const late = await findEvent(bus, id, position, signal);
      return redeliverTo(late, await openDeathCount(unfinished, `${replica}-${position}`));
    }
    const deadLetters = await createDeadLetters({
      parked: bus.parked(name),
      log,
      redeliver,
      signal,
    });
    for await (const shared of bus.share(name, signal)) {
      await take(shared, deadLetters);
      onProgress();
    }
  }

  // What is given for the first time has ended no process yet. Any replica may be given the others, so the note is of all.
  async function take(shared: SharedDelivery, deadLetters: DeadLetters): Promise<void> {
    const { delivery, isRepeated } = shared;
    const { log: id = "", events } = delivery;
    const [event] = events.filter(({ position }) => !deadLetters.contains(id, position));
    if (!isRepeated || event?.position === undefined) return handle(shared, deadLetters);
    const deaths = await openDeathCount(unfinished, String(event.position));
    const deadly = deaths.deadly(delivery);
    if (!deadly) return handle(shared, deadLetters, deaths);
    await deadLetters.park(id, event, deadly);
    await deaths.clear();
    shared.settle(event.position);
  }

  async function handle(
    shared: SharedDelivery,
    deadLetters: DeadLetters,
    deaths?: DeathCount,
  ): Promise<void> {
    const { delivery, settle } = shared;
    const { log: id = "", events } = delivery;
    const wanted = events.filter(({ position }) => !deadLetters.contains(id, position));
    const failure = await fails({ ...delivery, events: wanted }, deaths);
    if (failure === undefined) for (const { position = 0 } of events) settle(position);
    else if (isOutage(failure))
      for (const { position = 0 } of events) settle(position, retryPolicy.retryMaxMs);
    else
      for (const event of wanted) {
        const alone = { ...shared, delivery: { ...delivery, events: [event] } };
        await handleAlone(alone, event, deadLetters, deaths);
      }
  }

  async function handleAlone(
    { delivery, settle }: SharedDelivery,
    event: ReceivedEvent,
    deadLetters: DeadLetters,
    deaths?: DeathCount,
  ): Promise<void> {
    const { position = 0 } = event;
    const failure = await fails(delivery, deaths);
    if (failure === undefined) return settle(position);
    const { retryFirstMs: firstMs, retryMaxMs: maxMs, parkAfter } = retryPolicy;
    const attempts = (failures.get(position) ?? 0) + (isOutage(failure) ? 0 : 1);
    failures.set(position, attempts);
    if (attempts < parkAfter) return settle(position, backoffMs(attempts + 1, { firstMs, maxMs }));
    failures.delete(position);
    await deadLetters.park(delivery.log ?? "", event, { reason: reasonOf(failure), attempts });
    settle(position);
  }

  async function fails(delivery: Delivery, deaths?: DeathCount): Promise<unknown> {
    const receive = () => inbox.receive(delivery);
    try {
      await (deaths ? deaths.watch(delivery, receive) : receive());
      return undefined;
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, "an event cannot be taken yet");
      return error;
    }
  }

  async function redeliverTo(delivery: Delivery, deaths: DeathCount): Promise<Tried> {
    const deadly = deaths.deadly(delivery);
    if (deadly) await deaths.clear();
    if (deadly) return deadly;
    const failure = await fails(delivery, deaths);
    return failure === undefined ? "done" : { reason: reasonOf(failure), attempts: 1 };
  }

  const running = keepConsuming(consume, log, stopping.signal);

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
