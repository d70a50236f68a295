// What went wrong, in words, and at which field: the same for problem+json of the REST routes and errors of GraphQL.

import { isAxiosError } from "axios";
import { describeFailure } from "../../../http/failure.ts";
import { GraphQlFailure } from "./graphql.ts";
import { SignedOut } from "./session.ts";

export interface ShopFailure {
  message: string;
  /** By the name of the field, such as "email" or "items/0/quantity". Empty where no field is at fault. */
  fields: ReadonlyMap<string, string>;
}

interface FieldError {
  detail: string;
  pointer: string;
}

export function describeShopFailure(error: unknown): ShopFailure {
  if (error instanceof SignedOut) return { message: error.message, fields: new Map() };
  if (error instanceof GraphQlFailure) {
    const errors = error.errors.flatMap(({ extensions }) => extensions?.errors ?? []);
    return { message: asSentence(error.message), fields: byField(errors) };
  }
  const { message } = describeFailure(error);
  return { message, fields: byField(errorsOf(error)) };
}

function errorsOf(error: unknown): FieldError[] {
  const body: unknown = isAxiosError(error) ? error.response?.data : undefined;
  const { errors } = (body ?? {}) as { errors?: FieldError[] };
  return Array.isArray(errors) ? errors : [];
}

// The first one for each field: it is the one to mend first.
function byField(errors: readonly FieldError[]): Map<string, string> {
  const entries = errors.map(
    ({ pointer, detail }) => [pointer.replace(/^#?\//, ""), asSentence(detail)] as const,
  );
  return new Map(entries.toReversed());
}

function asSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
