// Two ways to an answer: the second one where the first leads to a service that does not answer now.

import { isAxiosError } from "axios";
import { GraphQlFailure } from "./graphql.ts";

/** Rejects with the failure of the first way where both fail: it is the usual one. */
export async function orElse<T>(first: () => Promise<T>, second: () => Promise<T>): Promise<T> {
  try {
    return await first();
  } catch (error) {
    if (!isAway(error)) throw error;
    return second().catch(() => {
      throw error;
    });
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof GraphQlFailure) return error.code === "UNAVAILABLE";
  return isAxiosError(error) && (error.response?.status ?? 503) >= 500;
}
