// A service that catches up with a bus, for the tests of catching up.

import { type CatchUp, startCatchUp } from "@blog/common/messaging/catch-up";
import { createEvent } from "@blog/common/messaging/outgoing-event";
import { expect, onTestFinished } from "vitest";
import { createMemoryBus, type MemoryBus } from "./memory-bus.ts";
import { createPostListener } from "./post-listener.ts";
import { createTestLog } from "./test-log.ts";
import { until } from "../../tests/kit/until.ts";

/** `onTitle` is called inside the handler of each post; the title "poison" cannot be handled. */
export async function createCatchingUp(onTitle?: (title: string) => void) {
  const listener = await createPostListener(onTitle);

  function catchUpWith(bus: MemoryBus) {
    const { log, lines } = createTestLog();
    const catchUp = startCatchUp({ bus, inbox: listener.inbox, log });
    onTestFinished(catchUp.stop);
    return { ...catchUp, lines };
  }

  return { ...listener, catchUpWith };
}

export async function createBusWith(titles: string[], log?: string): Promise<MemoryBus> {
  const bus = createMemoryBus(log);
  for (const title of titles) await publish(bus, title);
  return bus;
}

export function publish(bus: MemoryBus, title: string): Promise<void> {
  return bus.publish([createEvent("posts", ["PostCreated", { id: title, title }])]);
}

export function caughtUp({ isDone }: CatchUp): Promise<unknown> {
  return until(() => expect(isDone()).toBe(true));
}
