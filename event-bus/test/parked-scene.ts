// A subscriber for whom an event is parked, and a person who looks after it.

import type { ServerResponse } from "node:http";
import { expect } from "vitest";
import { eventually } from "./eventually.ts";
import { startTestBus, type TestBus } from "./test-bus.ts";
import { acceptBatches, startSubscriber, type TestSubscriber } from "./test-subscriber.ts";

export interface Scene extends TestBus {
  subscriber: TestSubscriber;
  /** The handler is repaired. */
  repair(): void;
  parked(): Promise<unknown>;
  redrive(position: number): Promise<Response>;
  discard(position: number): Promise<Response>;
}

/** Poison stands at position 2 and is parked; A and B were heard. `plain` is an original service. */
export async function startScene({ plain }: { plain: boolean } = { plain: false }): Promise<Scene> {
  const accept = plain ? (res: ServerResponse) => res.end("{}") : acceptBatches;
  const subscriber = await startSubscriber((res, { types }) =>
    types.includes("Poison") ? res.writeHead(422).end() : accept(res),
  );
  const bus = await startTestBus({ subscribers: `a=${subscriber.url}` });
  for (const name of ["A", "Poison", "B"]) await bus.say(name, { name }, name);
  await eventually(() => expect(subscriber.heard).toEqual(["A", "B"]));
  const parked = `${bus.url}/subscriptions/a/parked`;
  return {
    ...bus,
    subscriber,
    repair: () => subscriber.answerWith(accept),
    parked: async () => (await fetch(parked)).json(),
    redrive: (position) => fetch(`${parked}/${position}/redrive`, { method: "POST" }),
    discard: (position) => fetch(`${parked}/${position}`, { method: "DELETE" }),
  };
}
