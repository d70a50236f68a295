// What happens to the bus's files: they are backed up and restored, together, or the log is lost. Nothing of it is done to a
// bus that runs.

import type { Log } from "./log.ts";
import { newMemory, newSubscription, type Subscription } from "./subscription.ts";
import { next, type World } from "./world.ts";

export function backUpBus(world: World): void {
  const { log, subscriptions } = world;
  world.backup = { log: copyOf(log), subscriptions: subscriptions.map(withOwnParked) };
}

/** The log is gone, and with it what was known of its subscribers. */
export function replaceLog(world: World): void {
  const life = next(world);
  world.log = { id: `log-${life}`, ids: [], life };
  world.acknowledged.clear();
  world.subscriptions = world.subscriptions.map(({ everParked }) => ({
    ...newSubscription(),
    everParked,
  }));
}

/** Both files of a bus that does not run are restored. What was acknowledged since the backup is gone, and its positions are given to others. */
export function restoreBus(world: World): void {
  const { log, subscriptions } = world.backup;
  world.log = { ...copyOf(log), life: next(world) };
  world.subscriptions = world.subscriptions.map(({ everParked }, who) => ({
    ...withOwnParked(subscriptions[who] ?? newSubscription()),
    ...{ everParked, memory: newMemory() },
  }));
  for (const id of world.acknowledged) if (!log.ids.includes(id)) world.acknowledged.delete(id);
}

function copyOf(log: Log): Log {
  return { ...log, ids: [...log.ids] };
}

function withOwnParked(subscription: Subscription): Subscription {
  return { ...subscription, parked: new Map(subscription.parked) };
}
