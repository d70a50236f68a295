// Hearing from a bus that delivers nothing: reads on from the consumer's own checkpoint, and gives the inbox what it finds. Of
// several processes with one database, one does this, and another goes on where it stood.
//
// What cannot be handled is parked, as our own bus would do it, and the rest goes on. Each delivery says what was given before
// it, so the inbox knows that a parked event was left out and not lost.

import type { CatchUp } from "../messaging/catch-up.ts";
import { type Delivery, following, type Place } from "../wire/delivery.ts";
import type { StreamBus } from "../messaging/event-bus.ts";
import { findEvent, keepHearing } from "./hearing-loop.ts";
import type { CheckpointedInbox } from "../messaging/inbox.ts";
import type { Logger } from "../base/logger.ts";
import { openParkingLot, type ParkingLot } from "./parking-lot.ts";
import { PATIENCE, type Patience, type Tried, tryUntilSettled } from "./persistence.ts";

interface ConsumerOptions {
  bus: StreamBus;
  inbox: CheckpointedInbox;
  log: Logger;
  /** Under this name its events are parked. Replicas share it. */
  name: string;
  patience?: Patience;
}

/** Starts hearing in the background. It is done catching up once it has come to the end of the log as it was at the start. */
export function startConsumer({
  bus,
  inbox,
  log,
  name,
  patience = PATIENCE,
}: ConsumerOptions): CatchUp {
  const stopping = new AbortController();
  let isCaughtUp = false;
  // While another process reads on for all who share the checkpoint, there is nothing to catch up with here.
  let isReader = false;

  // Ends by breaking off: the connection, the stream, or the place where we thought we were. Then all is looked at anew.
  async function hear(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const redeliver = async (id: string, position: number) =>
      attempt(await findEvent(bus, id, position, signal), 1, signal);
    const lot = await openParkingLot({ parked: bus.parked(name), log, redeliver, signal });

    let take = createTake(lot, signal);
    for await (const delivery of bus.read(await inbox.checkpoint(), signal)) await take(delivery);
    if (!isCaughtUp) log.info("caught up with the event bus");
    isCaughtUp = true;
    onProgress();

    take = createTake(lot, signal);
    for await (const delivery of bus.follow(await inbox.checkpoint(), signal)) await take(delivery);
  }

  function createTake(lot: ParkingLot, signal: AbortSignal) {
    let given: Place | undefined;

    return async function take({ previous = 0, previousChecksum, ...delivery }: Delivery) {
      const { log: id = "", events } = delivery;
      given ??= { position: previous, ...(previousChecksum && { checksum: previousChecksum }) };
      const wanted = events.filter(({ position }) => !lot.holds(id, position));
      if (wanted.length === 0 && events.length > 0) return;

      const suspicions = wanted.length > 1 ? 1 : patience.parkAfter;
      const request = { ...delivery, ...following(given), events: wanted };
      const tried = await attempt(request, suspicions, signal);
      const [first, ...others] = wanted;
      if (tried === "done") given = { ...given, ...placeOf(wanted.at(-1)) };
      else if (others.length > 0)
        for (const event of wanted) await take({ ...delivery, events: [event] });
      else if (first) await lot.park(id, first, tried);
    };
  }

  async function attempt(
    delivery: Delivery,
    suspicions: number,
    signal: AbortSignal,
  ): Promise<Tried> {
    let isElsewhere = false;
    const receive = async () => {
      isElsewhere = (await inbox.receive(delivery)) !== "done";
    };
    const tried = await tryUntilSettled(receive, { patience, suspicions, log, signal });
    if (isElsewhere) throw new Error("The checkpoint was moved meanwhile.");
    return tried;
  }

  const alone = inbox.asOnlyReader ?? ((signal, work) => work(signal));
  const running = alone(stopping.signal, async (signal) => {
    isReader = true;
    await keepHearing(hear, log, signal);
    isReader = false;
  });

  return {
    isDone: () => isCaughtUp || !isReader,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function placeOf(event: Partial<Place> | undefined): Partial<Place> {
  const { position, checksum } = event ?? {};
  return {
    ...(position !== undefined && { position }),
    ...(checksum !== undefined && { checksum }),
  };
}
