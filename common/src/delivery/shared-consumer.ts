// Hearing without a memory of one's own, from a bus that delivers nothing: the bus remembers which events were done with, and
// gives each to one of the replicas. For services whose effects bear being repeated (moderation says it under the same id).

import { backoffMs } from "../base/backoff.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
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
  patience?: Patience;
}

export function startSharedConsumer({
  bus,
  inbox,
  log,
  name,
  patience = PATIENCE,
}: SharedConsumerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  // How often an event may have been at fault. Each replica counts for itself.
  const suspected = new Map<number, number>();

  async function hear(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const redeliver = async (id: string, position: number) =>
      redeliverTo(await findEvent(bus, id, position, signal));
    const lot = await openParkingLot({ parked: bus.parked(name), log, redeliver, signal });
    for await (const shared of bus.share(name, signal)) {
      await take(shared, lot);
      onProgress();
    }
  }

  async function take({ delivery, settle }: SharedDelivery, lot: ParkingLot): Promise<void> {
    const { log: id = "", events } = delivery;
    const wanted = events.filter(({ position }) => !lot.holds(id, position));
    const failure = await fails({ ...delivery, events: wanted });
    if (failure === undefined) for (const { position = 0 } of events) settle(position);
    else if (isOutage(failure))
      for (const { position = 0 } of events) settle(position, patience.retryMaxMs);
    else
      for (const event of wanted)
        await takeAlone({ delivery: { ...delivery, events: [event] }, settle }, event, lot);
  }

  async function takeAlone(
    { delivery, settle }: SharedDelivery,
    event: ReceivedEvent,
    lot: ParkingLot,
  ): Promise<void> {
    const { position = 0 } = event;
    const failure = await fails(delivery);
    if (failure === undefined) return settle(position);
    const { retryFirstMs: firstMs, retryMaxMs: maxMs, parkAfter } = patience;
    const attempts = (suspected.get(position) ?? 0) + (isOutage(failure) ? 0 : 1);
    suspected.set(position, attempts);
    if (attempts < parkAfter) return settle(position, backoffMs(attempts + 1, { firstMs, maxMs }));
    suspected.delete(position);
    await lot.park(delivery.log ?? "", event, { reason: reasonOf(failure), attempts });
    settle(position);
  }

  async function fails(delivery: Delivery): Promise<unknown> {
    try {
      await inbox.receive(delivery);
      return undefined;
    } catch (error) {
      log.debug({ reason: reasonOf(error) }, "an event cannot be taken yet");
      return error;
    }
  }

  async function redeliverTo(delivery: Delivery): Promise<Tried> {
    const failure = await fails(delivery);
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
