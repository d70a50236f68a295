// The consumer of a pull bus: reads on from its own checkpoint, and hands the inbox what it finds, by the delivery rules. Of
// several processes with one database, one does this; when it is gone, another goes on from the same checkpoint.
//
// Each delivery names the event before it, so the inbox knows that a parked event was left out and not lost.

import { type Platform, systemPlatform } from "../base/platform.ts";
import type { Logger } from "../base/logger.ts";
import type { CatchUp } from "../messaging/catch-up.ts";
import type { PullBus } from "../messaging/event-bus.ts";
import type { CheckpointedInbox } from "../messaging/inbox.ts";
import { type Delivery, following, type Place } from "../wire/delivery.ts";
import { keepConsuming } from "./consume-loop.ts";
import { createDeadLetters, type DeadLetters } from "./dead-letters.ts";
import { type DeathCount, openDeathCount } from "./death-count.ts";
import { START } from "./delivery-rules.ts";
import { createPullAttempts } from "./pull-attempts.ts";
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "./retry-policy.ts";

interface ConsumerOptions {
  bus: PullBus;
  inbox: CheckpointedInbox;
  log: Logger;
  /** Under this name its events are parked. Replicas share it. */
  name: string;
  /** Where each replica has a checkpoint of its own: what it is called, the same after its restart. */
  replica?: string;
  retryPolicy?: RetryPolicy;
  platform?: Platform;
}

/** Starts consuming in the background. It is done catching up once it has come to the end of the log as it was at the start. */
export function startConsumer({
  bus,
  inbox,
  log,
  name,
  replica = "all",
  retryPolicy = DEFAULT_RETRY_POLICY,
  platform = systemPlatform,
}: ConsumerOptions): CatchUp {
  const stopping = new AbortController();
  let isCaughtUp = false;
  // While another process reads for all replicas that share the checkpoint, there is nothing to catch up with here.
  let isReader = false;
  const attempts = createPullAttempts({ bus, inbox, log, name, replica, retryPolicy, platform });
  // Of this process: loaded once, since it is about the ones before it.
  let deaths: DeathCount | undefined;

  // Ends by breaking off: the connection, the stream, or the place where we thought we were. Then all is looked at anew.
  async function consume(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const checkpoint = await inbox.checkpoint();
    deaths ??= await openDeathCount(bus.unfinished(name), replica, checkpoint);
    const parked = bus.parked(name);
    const deadLetters = await createDeadLetters({
      ...{ parked, checkpoint, log, signal, clock: platform.clock },
      redeliver: (id, position) => attempts.redrive(id, position, signal),
    });

    let deliver = createDelivery(deadLetters, deaths, signal);
    for await (const found of bus.read(await inbox.checkpoint(), signal)) await deliver(found);
    if (!isCaughtUp) log.info("caught up with the event bus");
    isCaughtUp = true;
    onProgress();

    deliver = createDelivery(deadLetters, deaths, signal);
    for await (const found of bus.follow(await inbox.checkpoint(), signal)) await deliver(found);
  }

  function createDelivery(deadLetters: DeadLetters, ofThis: DeathCount, signal: AbortSignal) {
    let state = START;
    let given: Partial<Place> | undefined;

    return async function deliver({ previous = 0, previousChecksum, ...found }: Delivery) {
      const { log: id = "" } = found;
      given ??= { position: previous, ...(previousChecksum && { checksum: previousChecksum }) };
      for (let rest = found.events; ; ) {
        rest = rest.filter(({ position }) => !deadLetters.contains(id, position));
        const [first] = rest;
        // What has no events at all is a probe.
        if (!first && found.events.length > 0) return;

        const mayBeDeadly = ofThis.mayBeDeadly({ ...found, events: rest });
        const isAlone = mayBeDeadly || (first?.position ?? 0) <= state.singleUntil;
        const events = isAlone ? rest.slice(0, 1) : rest;
        const delivery = { ...found, ...following(given), events };
        const step = await attempts.attempt(delivery, state, { deaths: ofThis, signal });
        state = step.state;
        if (step.action.kind === "retry") await attempts.pause(step.action, signal);
        if (step.action.kind === "park" && first) {
          await deadLetters.park(id, first, step.action);
          await ofThis.clear();
        }
        if (step.action.kind !== "advance") continue;
        given = events.at(-1) ?? given;
        rest = rest.slice(events.length);
        if (rest.length === 0) return;
      }
    };
  }

  const alone = inbox.withReaderLock ?? ((signal, work) => work(signal));
  const running = alone(stopping.signal, async (signal) => {
    isReader = true;
    await keepConsuming(consume, { log, signal, ...platform });
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
