// What an event of each type carries, as zod schemas: the contracts of a system, which are an argument of all that
// publishes or handles its events. The blog's are in ../events.ts; nothing in this room knows them.

import type { z } from "zod";

/** The contract of each type of event. */
export type Contracts = Record<string, z.ZodObject>;

/** An event as its contract has it: its type and its data. Without `Type`: any event of these contracts. */
export type EventOf<C extends Contracts, Type extends keyof C = keyof C> = {
  [One in Type]: { type: One; data: z.output<C[One]> };
}[Type];

export function isContracted<C extends Contracts>(
  contracts: C,
  type: string,
): type is keyof C & string {
  return Object.hasOwn(contracts, type);
}
