// What a service does with an event it receives: one handler for each type it needs; all other types are ignored.

import type { z } from "zod";
import { causeOf, withCause } from "./cause.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import type { Effect } from "../wire/effects.ts";
import { type BlogEventType, contracts, type EventOf } from "../events.ts";
import { hasTexts } from "../base/plain-object.ts";
import { parse } from "../base/problem.ts";

/** An event that has passed its contract, with the bus's position and checksum. */
export type CheckedEvent<Type extends BlogEventType> = Omit<ReceivedEvent, "type" | "data"> &
  EventOf<Type>;

/**
 * Handlers converge: the same events lead to the same state, in any order and however often they come.
 * `Context` is what they work on: a transaction, or a view in memory.
 */
export type Handlers<Context, Result = void> = {
  [Type in BlogEventType]?: (
    event: CheckedEvent<Type>,
    context: Context,
  ) => Promise<Result> | Result;
};

/**
 * Checks `event` against its contract and hands it to its handler. Events without a handler are ignored, with any
 * content. A known event that breaks its contract is a 422 Problem: it will never be accepted, however often it comes.
 */
export async function handle<Context, Result>(
  handlers: Handlers<Context, Result>,
  event: ReceivedEvent,
  context: Context,
): Promise<Result | undefined> {
  const { type } = event;
  if (!hasHandler(handlers, type)) return undefined;
  const data = checkContract(type, event.data);
  // The contract just checked is the one of this type; TypeScript cannot follow a key through two maps.
  const handler = handlers[type] as (event: unknown, context: Context) => Promise<Result>;
  return withCause(causeOf(event), () => handler({ ...event, data }, context));
}

/** What has become of an event that handle() was given. */
export function effectOf<Context, Result>(
  handlers: Handlers<Context, Result>,
  { type }: ReceivedEvent,
): Effect {
  return hasHandler(handlers, type) ? "applied" : "ignored";
}

function hasHandler<Context, Result>(
  handlers: Handlers<Context, Result>,
  type: string,
): type is BlogEventType {
  return isContracted(type) && Object.hasOwn(handlers, type);
}

export function isContracted(type: string): type is BlogEventType {
  return Object.hasOwn(contracts, type);
}

// As long as all that a contract names are texts, of which it asks no more than to be there: a test holds it to that.
const namesIn = Object.fromEntries(
  Object.entries(contracts).map(([type, { shape }]) => [type, Object.keys(shape)]),
) as Record<BlogEventType, string[]>;

/** What the contract of `type` makes of `data`. Throws a 422 Problem that names the field. */
export function checkContract<Type extends BlogEventType>(
  type: Type,
  data: unknown,
): EventOf<Type>["data"] {
  // Nothing is missing, so nothing would be refused or filled in.
  if (hasTexts(data, namesIn[type])) return data as EventOf<Type>["data"];
  // Each contract's output is what EventOf declares; TypeScript cannot follow a key through two maps.
  const contract = contracts[type] as z.ZodType as z.ZodType<EventOf<Type>["data"]>;
  return parse(contract, data, 422);
}
