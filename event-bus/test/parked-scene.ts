// A subscriber for which an event is parked, and an operator who looks after it.

import type { ServerResponse } from "node:http";
import { expect } from "vitest";
import { until } from "../../tests/kit/until.ts";
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

/** Poison stands at position 2 and is parked; A and B were handled, and the bus knows. `plain` is an original service. */
export async function startScene({ plain }: { plain: boolean } = { plain: false }): Promise<Scene> {
  const accept = plain ? (res: ServerResponse) => res.end("{}") : acceptBatches;
  const subscriber = await startSubscriber((res, { types }) =>
    types.includes("Poison") ? res.writeHead(422).end() : accept(res),
  );
  const bus = await startTestBus({ subscribers: `a=${subscriber.url}` });
  for (const name of ["A", "Poison", "B"]) await bus.publish(name, { name }, name);
  await until(() => expect(bus.status("a")).toMatchObject({ cursor: 3, state: "idle" }));
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
