// What a publisher does, and what the bus does with what it publishes. Mirrors outbox.ts, outbox-relay.ts and event-log.ts.

import { next, type World } from "./world.ts";

/** A client posts something: the state and the outbox row in one transaction. `crash` hits between them if it can. */
export function write(world: World, who: number, crash: boolean): void {
  const publisher = world.publishers[who]!;
  const id = `e${next(world)}`;
  publisher.written.push(id);
  if (world.rules.outbox === "after the state" && crash) return;
  publisher.outbox.push(id);
}

/** The relay sends what waits, under the ids it has. */
export function relay(world: World, who: number): void {
  const publisher = world.publishers[who]!;
  if (publisher.outbox.length === 0) return;
  world.network.push({ kind: "publish", publisher: who, ids: [...publisher.outbox] });
  if (world.rules.outboxRow === "deleted when sent") publisher.outbox = [];
}

/** The bus has read a request and puts it into the group that is written next. */
export function receivePublish(world: World, publisher: number, ids: string[]): void {
  world.unsynced.push({ publisher, ids });
  if (world.rules.answers === "before sync") answer(world, publisher, ids);
}

/** One transaction, one fsync, and then the answers. */
export function sync(world: World): void {
  for (const { publisher, ids } of world.unsynced.splice(0)) {
    for (const id of ids) {
      const isKnown = world.rules.ids === "kept once" && world.log.ids.includes(id);
      if (!isKnown) world.log.ids.push(id);
    }
    if (world.rules.answers === "after sync") answer(world, publisher, ids);
  }
}

function answer(world: World, publisher: number, ids: string[]): void {
  world.network.push({ kind: "published", publisher, ids, life: world.log.life });
}

export function receivePublished(world: World, who: number, ids: string[], life: number): void {
  const publisher = world.publishers[who]!;
  // A log that was replaced or restored has taken what it acknowledged along.
  if (life === world.log.life) for (const id of ids) world.acknowledged.add(id);
  publisher.outbox = publisher.outbox.filter((id) => !ids.includes(id));
}
