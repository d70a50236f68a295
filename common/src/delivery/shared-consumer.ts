// Hearing without a memory of one's own, from a bus that delivers nothing: the bus remembers which events were done with, and
// gives each to one of the replicas. For services whose effects bear being repeated (moderation says it under the same id).

import { backoffMs } from "../base/backoff.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import { type DeathCount, openDeathCount } from "./death-count.ts";
import type { Delivery, Inbox } from "../wire/delivery.ts";
import type { SharedDelivery, StreamBus } from "../messaging/event-bus.ts";
import { findEvent, keepHearing } from "./hearing-loop.ts";
import type { Logger } from "../base/logger.ts";
import { openParkingLot, type ParkingLot } from "./parking-lot.ts";
import { isOutage, PATIENCE, type Patience, type Tried } from "./persistence.ts";
import { reasonOf } from "../base/reason.ts";

interface SharedConsumerOptions {
  bus: StreamBus;
  inbox: Inbox;
  log: Logger;
  /** Replicas share it. */
  name: string;
  /** How this process differs from its replicas; the same after a restart. */
  replica?: string;
  patience?: Patience;
}

export function startSharedConsumer({
  bus,
  inbox,
  log,
  name,
  replica = "all",
  patience = PATIENCE,
}: SharedConsumerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  // How often an event may have been at fault. Each replica counts for itself.
  const suspected = new Map<number, number>();
  const unfinished = bus.unfinished(name);

  async function hear(signal: AbortSignal, onProgress: () => void): Promise<void> {
    async function redeliver(id: string, position: number): Promise<Tried> {
      const late = await findEvent(bus, id, position, signal);
      return redeliverTo(late, await openDeathCount(unfinished, `${replica}-${position}`));
    }
    const lot = await openParkingLot({ parked: bus.parked(name), log, redeliver, signal });
    for await (const shared of bus.share(name, signal)) {
      await take(shared, lot);
      onProgress();
    }
  }

  // What is given for the first time has ended no process yet. Any replica may be given the others, so the note is of all.
  async function take(shared: SharedDelivery, lot: ParkingLot): Promise<void> {
    const { delivery, isRepeated } = shared;
    const { log: id = "", events } = delivery;
    const [event] = events.filter(({ position }) => !lot.holds(id, position));
    if (!isRepeated || event?.position === undefined) return handle(shared, lot);
    const deaths = await openDeathCount(unfinished, String(event.position));
    const deadly = deaths.deadly(delivery);
    if (!deadly) return handle(shared, lot, deaths);
    await lot.park(id, event, deadly);
    await deaths.clear();
    shared.settle(event.position);
  }

  async function handle(
    shared: SharedDelivery,
    lot: ParkingLot,
    deaths?: DeathCount,
  ): Promise<void> {
    const { delivery, settle } = shared;
    const { log: id = "", events } = delivery;
    const wanted = events.filter(({ position }) => !lot.holds(id, position));
    const failure = await fails({ ...delivery, events: wanted }, deaths);
    if (failure === undefined) for (const { position = 0 } of events) settle(position);
    else if (isOutage(failure))
      for (const { position = 0 } of events) settle(position, patience.retryMaxMs);
    else
      for (const event of wanted) {
        const alone = { ...shared, delivery: { ...delivery, events: [event] } };
        await handleAlone(alone, event, lot, deaths);
      }
  }

  async function handleAlone(
    { delivery, settle }: SharedDelivery,
    event: ReceivedEvent,
    lot: ParkingLot,
    deaths?: DeathCount,
  ): Promise<void> {
    const { position = 0 } = event;
    const failure = await fails(delivery, deaths);
    if (failure === undefined) return settle(position);
    const { retryFirstMs: firstMs, retryMaxMs: maxMs, parkAfter } = patience;
    const attempts = (suspected.get(position) ?? 0) + (isOutage(failure) ? 0 : 1);
    suspected.set(position, attempts);
    if (attempts < parkAfter) return settle(position, backoffMs(attempts + 1, { firstMs, maxMs }));
    suspected.delete(position);
    await lot.park(delivery.log ?? "", event, { reason: reasonOf(failure), attempts });
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

  const running = keepHearing(hear, log, stopping.signal);

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
