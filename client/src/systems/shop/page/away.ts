// What the shop cannot do while a service is away, and what becomes of it: one sentence each. Nothing that was accepted is lost.

import type { ServiceStatus } from "../../../../gateway/status-report.ts";

const WITHOUT = new Map([
  [
    "user-service",
    "No user signs in, registers or changes a profile. Nothing is lost: who is signed in still orders, to the address that order-service knows from events.",
  ],
  [
    "product-service",
    "Orders stay PENDING, and new ones need a price that order-service already knows. Nothing is lost: their events are in the log, and decided on once it is back.",
  ],
  [
    "order-service",
    "No order is placed or changed. Nothing is lost: the orders that there are, and the verdicts on them, wait for it.",
  ],
  [
    "worker-service",
    "A changed address reaches orders, but not the products of their owner. Nothing is lost: the event waits for worker-service.",
  ],
  [
    "api-gateway",
    "This page asks product-service and order-service themselves: each question on its own, and none from the cache. Nothing is lost.",
  ],
  [
    "event-bus",
    "Orders stay PENDING. Nothing is lost: each service keeps its events until the bus is back.",
  ],
]);

export interface Away {
  name: string;
  state: "down" | "starting";
  sentence: string;
}

/** Those of the shop that cannot do their work now. `services` is undefined while that is not known. */
export function awayAmong(services: readonly ServiceStatus[] | undefined): Away[] {
  return (services ?? []).flatMap(({ name, state }) => {
    const sentence = WITHOUT.get(name);
    return state === "ready" || !sentence ? [] : [{ name, state, sentence }];
  });
}
