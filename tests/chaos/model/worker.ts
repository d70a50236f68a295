// What the bus does for one subscriber. Mirrors event-bus/src/worker.ts, rule by rule.

import type { Delivery, Place } from "@blog/common/delivery";
import { checksumAt, eventAt, type Subscription } from "./log.ts";
import { type Answer, next, type World } from "./world.ts";

const BATCH_SIZE = 3;
export const PARK_AFTER = 2;

/** Sends what is next, unless a request is under way already. */
export function deliver(world: World, who: number): void {
  const subscription = world.subscriptions[who]!;
  if (subscription.underWay) return;
  const delivery = redrive(world, subscription) ?? nextDelivery(world, subscription);
  const token = next(world);
  subscription.underWay = { token, delivery };
  world.network.push({ kind: "delivery", consumer: who, token, delivery });
}

function redrive({ log }: World, { parked }: Subscription): Delivery | undefined {
  const [position] = [...parked].find(([, state]) => state === "redrive") ?? [];
  if (position === undefined) return undefined;
  return {
    log: log.id,
    previous: position - 1,
    redelivery: true,
    events: [eventAt(log, position)],
  };
}

// With nothing to send this is the empty batch that asks a consumer where it is.
function nextDelivery({ log }: World, subscription: Subscription): Delivery {
  const { parked, sendsAlone } = subscription;
  while (parked.has(subscription.cursor + 1)) subscription.cursor += 1;
  const { cursor, named } = subscription;
  const positions = log.ids
    .map((_, index) => index + 1)
    .filter((position) => position > cursor && !parked.has(position));
  const chosen = positions.slice(0, sendsAlone ? 1 : BATCH_SIZE);
  const previous = previousOf(cursor, parked);
  return {
    log: log.id,
    previous,
    previousChecksum: checksumAt(log, previous),
    ...named,
    events: chosen.map((position) => eventAt(log, position)),
  };
}

function previousOf(cursor: number, parked: Subscription["parked"]): number {
  return parked.has(cursor) ? previousOf(cursor - 1, parked) : cursor;
}

/** An answer to the request under way. Answers to others come too late and mean nothing. */
export function receiveAnswer(world: World, who: number, token: number, answer: Answer): void {
  const subscription = world.subscriptions[who]!;
  if (subscription.underWay?.token !== token) return;
  const { delivery } = subscription.underWay;
  subscription.underWay = null;
  if (answer === "suspect") suspect(world, subscription, delivery);
  else if (answer === "done") succeed(subscription, delivery);
  else goElsewhere(world, subscription, toPlace(answer.resumeAfter, answer.checksum));
}

function toPlace(position: number, checksum?: string): Place {
  return { position, ...(checksum !== undefined && { checksum }) };
}

function goElsewhere({ log, seen }: World, subscription: Subscription, place: Place): void {
  const { position, checksum } = place;
  const isHere =
    position <= log.ids.length &&
    (checksum === undefined || checksum === checksumAt(log, position));
  subscription.named = isHere ? { confirmed: place } : { startOver: place };
  subscription.cursor = isHere ? Math.min(position, subscription.cursor) : 0;
  seen.add(isHere ? "was told where it is" : "started over");
}

function succeed(subscription: Subscription, { events, redelivery }: Delivery): void {
  Object.assign(subscription, { suspicions: 0, sendsAlone: false });
  const last = events.at(-1)?.position ?? 0;
  if (redelivery) subscription.parked.delete(last);
  else subscription.cursor = Math.max(subscription.cursor, last);
}

function suspect(
  { log, rules, seen }: World,
  subscription: Subscription,
  { events, redelivery }: Delivery,
): void {
  const position = events[0]?.position;
  if (position === undefined) return;
  if (redelivery) return void subscription.parked.set(position, "parked");
  if (events.length > 1) {
    subscription.sendsAlone = true;
    seen.add("sent alone");
    return;
  }
  subscription.suspicions += 1;
  if (subscription.suspicions < PARK_AFTER) return;
  subscription.suspicions = 0;
  subscription.parked.set(position, rules.poison);
  subscription.everParked.add(log.ids[position - 1]!);
  seen.add("parked");
  subscription.cursor = Math.max(subscription.cursor, position);
}

/** No answer in time: an outage. The same is sent again. */
export function giveUp(world: World, who: number): void {
  world.subscriptions[who]!.underWay = null;
}

/** The bus's process dies: what was not on disk, and every request under way, is gone. Cursors may be old. */
export function crashBus(world: World, isCursorOld: boolean): void {
  world.unsynced = [];
  for (const subscription of world.subscriptions) {
    const forgotten = { underWay: null, suspicions: 0, sendsAlone: false };
    Object.assign(subscription, { ...forgotten, named: {} });
    if (isCursorOld) subscription.cursor = Math.max(0, subscription.cursor - 2);
  }
}
