// What a service does with an event it receives: one handler for each type it needs; all other types are ignored.

import { causeOf, withCause } from "./cause.ts";
import { checkContract } from "./check-contract.ts";
import type { Contracts, EventOf } from "./contracts.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import type { Effect } from "../wire/effects.ts";

/** An event that has passed its contract, with the bus's position and checksum. */
export type CheckedEvent<C extends Contracts, Type extends keyof C = keyof C> = Omit<
  ReceivedEvent,
  "type" | "data"
> &
  EventOf<C, Type>;

/**
 * Handlers converge: the same events lead to the same state, in any order and however often they come.
 * `Context` is what they work on: a transaction, or a view in memory.
 */
export type Handlers<C extends Contracts, Context, Result = void> = {
  [Type in keyof C]?: (event: CheckedEvent<C, Type>, context: Context) => Promise<Result> | Result;
};

/**
 * Checks `event` against its contract and hands it to its handler. Events without a handler are ignored, with any
 * content. A known event that breaks its contract is a 422 Problem: it will never be accepted, however often it comes.
 */
export async function handle<C extends Contracts, Context, Result>(
  contracts: C,
  handlers: Handlers<C, Context, Result>,
  event: ReceivedEvent,
  context: Context,
): Promise<Result | undefined> {
  const { type } = event;
  if (!hasHandler(handlers, type)) return undefined;
  const data = checkContract(contracts, type, event.data);
  // The contract just checked is the one of this type; TypeScript cannot follow a key through two maps.
  const handler = handlers[type] as (event: unknown, context: Context) => Promise<Result>;
  return withCause(causeOf(event), () => handler({ ...event, data }, context));
}

/** What has become of an event that handle() was given. */
export function effectOf(handlers: object, { type }: ReceivedEvent): Effect {
  return hasHandler(handlers, type) ? "applied" : "ignored";
}

function hasHandler<H extends object>(handlers: H, type: string): type is keyof H & string {
  return Object.hasOwn(handlers, type);
}
