// How a failure reaches the client of GraphQL: as an error of its field, with a code to act on. A Problem is for the caller to
// read; of any other failure the caller learns that there was one, and the log has the rest.

import { GraphQLError, type GraphQLErrorExtensions } from "graphql";
import { Problem } from "@blog/common/base/problem";

/** How a client distinguishes errors: `extensions.code`. INTERNAL is a fault of ours. */
export const ERROR_CODES = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "BAD_USER_INPUT",
  "NOT_FOUND",
  "CONFLICT",
  "UNAVAILABLE",
  "TOO_COSTLY",
  "INTERNAL",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

// Everything that may work a little later is UNAVAILABLE, and only that.
const CODES: Record<number, ErrorCode> = {
  400: "BAD_USER_INPUT",
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  412: "CONFLICT",
  422: "BAD_USER_INPUT",
  429: "UNAVAILABLE",
  503: "UNAVAILABLE",
  504: "UNAVAILABLE",
  507: "UNAVAILABLE",
};

/** A request that is refused as a whole, before any resolver runs. */
export function refusal(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What the client gets for an error of a request or of a field. `logUnknown` gets what the client does not. */
export function toClientError(
  error: Readonly<Error>,
  logUnknown: (error: unknown) => void,
): GraphQLError {
  if (!(error instanceof GraphQLError)) return refusal("BAD_USER_INPUT", error.message);
  const { originalError: cause, path } = error;
  if (cause instanceof Problem && CODES[cause.status])
    return withMessage(error, cause.message, extensionsOf(cause));
  if (error.extensions.code !== undefined) return error;
  // Without a path it is about the request. An argument that does not fit is found out at its field.
  const isAboutArguments = cause instanceof GraphQLError && cause.nodes !== undefined;
  if (path === undefined || isAboutArguments)
    return withMessage(error, error.message, { code: "BAD_USER_INPUT" });

  logUnknown(cause ?? error);
  return withMessage(error, "Something went wrong here. It has been logged.", { code: "INTERNAL" });
}

function extensionsOf({ status, errors }: Problem): GraphQLErrorExtensions {
  // The fields that are wrong, as problem+json has them: each with its pointer.
  return { code: CODES[status], ...(errors.length > 0 && { errors }) };
}

function withMessage(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: GraphQLErrorExtensions,
): GraphQLError {
  return new GraphQLError(message, {
    ...{ nodes: nodes ?? null, source, positions, path },
    extensions,
  });
}
