// Money: whole cents inside and in events, for a fraction of a cent cannot be paid and 0.1 + 0.2 is not 0.3. On the wire of REST,
// gRPC and GraphQL a price is a number with at most two decimals, as both published shops have it.

import { z } from "zod";

const MAX_CENTS = 99_999_999;

/** A price as callers send it, in units of the currency: 29.99. */
export const Price = z
  .number("must be a number")
  .min(0, "must not be negative")
  .max(MAX_CENTS / 100, `must be at most ${MAX_CENTS / 100}`)
  .refine(
    (price) => Math.abs(price * 100 - Math.round(price * 100)) < 1e-6,
    "must have at most two decimals",
  );

export function toCents(price: number): number {
  return Math.round(price * 100);
}

export function toPrice(cents: number): number {
  return cents / 100;
}
