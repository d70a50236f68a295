// The consumer of a pull bus: reads on from its own checkpoint, and hands the inbox what it finds. Of several processes
// with one database, one does this; when it is gone, another goes on from the same checkpoint.
//
// What cannot be handled is parked, as our own bus would do it, and the rest goes on. Each delivery names the event before
// it, so the inbox knows that a parked event was left out and not lost.

import type { CatchUp } from "../messaging/catch-up.ts";
import { type DeathCount, openDeathCount } from "./death-count.ts";
import { type Delivery, following, type Place } from "../wire/delivery.ts";
import type { PullBus } from "../messaging/event-bus.ts";
import { findEvent, keepConsuming } from "./consume-loop.ts";
import type { CheckpointedInbox } from "../messaging/inbox.ts";
import type { Logger } from "../base/logger.ts";
import { createDeadLetters, type DeadLetters } from "./dead-letters.ts";
import {
  DEFAULT_RETRY_POLICY,
  type RetryPolicy,
  type Tried,
  tryUntilSettled,
} from "./retry-policy.ts";

interface ConsumerOptions {
  bus: PullBus;
  inbox: CheckpointedInbox;
  log: Logger;
  /** Under this name its events are parked. Replicas share it. */
  name: string;
  /** Where each replica has a checkpoint of its own: what it is called, the same after its restart. */
  replica?: string;
  retryPolicy?: RetryPolicy;
}

/** Nothing was tried: one of these events has ended a process, and it is not known which. */
const ONE_BY_ONE = { reason: "one of them may have ended the process", attempts: 0 };

interface AttemptOptions {
  /** So many failures that may be the event's fault. */
  maxFailures: number;
  ofThis: DeathCount;
  signal: AbortSignal;
}

/** Starts consuming in the background. It is done catching up once it has come to the end of the log as it was at the start. */
export function startConsumer({
  bus,
  inbox,
  log,
  name,
  replica = "all",
  retryPolicy = DEFAULT_RETRY_POLICY,
}: ConsumerOptions): CatchUp {
  const stopping = new AbortController();
  let isCaughtUp = false;
  // While another process reads for all replicas that share the checkpoint, there is nothing to catch up with here.
  let isReader = false;
  const attempts = bus.unfinished(name);
  // Of this process: loaded once, since it is about the ones before it.
  let deaths: DeathCount | undefined;

  // Ends by breaking off: the connection, the stream, or the place where we thought we were. Then all is looked at anew.
  async function consume(signal: AbortSignal, onProgress: () => void): Promise<void> {
    async function redeliver(id: string, position: number): Promise<Tried> {
      const late = await findEvent(bus, id, position, signal);
      const ofThis = await openDeathCount(attempts, `${replica}-${position}`);
      const deadly = ofThis.deadly(late);
      if (deadly) await ofThis.clear();
      return deadly ?? attempt(late, { maxFailures: 1, ofThis, signal });
    }
    deaths ??= await openDeathCount(attempts, replica, await inbox.checkpoint());
    const deadLetters = await createDeadLetters({
      parked: bus.parked(name),
      log,
      redeliver,
      signal,
    });

    let take = createTake(deadLetters, deaths, signal);
    for await (const delivery of bus.read(await inbox.checkpoint(), signal)) await take(delivery);
    if (!isCaughtUp) log.info("caught up with the event bus");
    isCaughtUp = true;
    onProgress();

    take = createTake(deadLetters, deaths, signal);
    for await (const delivery of bus.follow(await inbox.checkpoint(), signal)) await take(delivery);
  }

  function createTake(deadLetters: DeadLetters, ofThis: DeathCount, signal: AbortSignal) {
    let given: Place | undefined;

    return async function take({ previous = 0, previousChecksum, ...delivery }: Delivery) {
      const { log: id = "", events } = delivery;
      given ??= { position: previous, ...(previousChecksum && { checksum: previousChecksum }) };
      const wanted = events.filter(({ position }) => !deadLetters.contains(id, position));
      if (wanted.length === 0 && events.length > 0) return;

      const request = { ...delivery, ...following(given), events: wanted };
      const [first, ...others] = wanted;
      const maxFailures = others.length > 0 ? 1 : retryPolicy.parkAfter;
      const deadly = ofThis.deadly(request);
      const tried = deadly ?? (await attempt(request, { maxFailures, ofThis, signal }));
      if (tried === "done") given = { ...given, ...placeOf(wanted.at(-1)) };
      else if (others.length > 0)
        for (const event of wanted) await take({ ...delivery, events: [event] });
      else if (first) await deadLetters.park(id, first, tried);
      if (deadly) await ofThis.clear();
    };
  }

  async function attempt(
    delivery: Delivery,
    { maxFailures, ofThis, signal }: AttemptOptions,
  ): Promise<Tried> {
    if (delivery.events.length > 1 && ofThis.mayBeDeadly(delivery)) return ONE_BY_ONE;
    let isElsewhere = false;
    const receive = async () => {
      const outcome = await ofThis.watch(delivery, () => inbox.receive(delivery));
      isElsewhere = outcome !== "done";
    };
    const tried = await tryUntilSettled(receive, { retryPolicy, maxFailures, log, signal });
    if (isElsewhere) throw new Error("The checkpoint was moved meanwhile.");
    return tried;
  }

  const alone = inbox.withReaderLock ?? ((signal, work) => work(signal));
  const running = alone(stopping.signal, async (signal) => {
    isReader = true;
    await keepConsuming(consume, log, signal);
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
