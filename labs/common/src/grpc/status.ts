// How a call ends, if not well: one of gRPC's status codes, by which the caller knows whether to repeat it. INVALID_ARGUMENT,
// NOT_FOUND, ALREADY_EXISTS and FAILED_PRECONDITION are definite: nothing happened, and the same call fails again. UNAVAILABLE
// and DEADLINE_EXCEEDED are not: it may have happened. https://grpc.github.io/grpc/core/md_doc_statuscodes.html

import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { Problem } from "@blog/common/base/problem";
import { addViolations, type FieldViolation, violationsIn } from "./bad-request.ts";

export type Code = keyof typeof status;

/** An error that ends a call with this code. Callers can read all of it. */
export function failure(
  code: Code,
  details: string,
  violations: FieldViolation[] = [],
): ServiceError {
  const metadata = new Metadata();
  if (violations.length > 0) addViolations(metadata, details, violations);
  return Object.assign(new Error(`${code}: ${details}`), { code: status[code], details, metadata });
}

export function isFailure(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && "metadata" in error;
}

/** INTERNAL, for any other error. */
export function codeOf(error: unknown): Code {
  // `status` maps both ways.
  return isFailure(error) ? (status[error.code] as Code) : "INTERNAL";
}

const CODES: Record<number, Code> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "FAILED_PRECONDITION",
  422: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
  507: "RESOURCE_EXHAUSTED",
};

/** How the call ends when its handler throws `error`. An unexpected error is INTERNAL, without details. */
export function toFailure(error: unknown): ServiceError {
  // That of a call which this one has made: its code and its sentence, and nothing else that came with them.
  if (isFailure(error)) return failure(codeOf(error), error.details, violationsIn(error.metadata));
  const code = error instanceof Problem ? CODES[error.status] : undefined;
  if (!code) return failure("INTERNAL", "Something went wrong in this service.");
  const { message, errors } = error as Problem;
  const violations = errors.map(({ pointer, detail }) => ({
    field: toPath(pointer),
    description: detail,
  }));
  return failure(code, message, violations);
}

const STATUSES: Partial<Record<Code, number>> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 409,
  RESOURCE_EXHAUSTED: 429,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** What a service that passes HTTP requests on as calls to `service` answers where a call has failed. */
export function toProblem(error: unknown, service: string): unknown {
  if (!isFailure(error)) return error;
  const httpStatus = STATUSES[codeOf(error)] ?? 502;
  if (httpStatus === 504) return new Problem(504, `${service} did not answer in time.`);
  // grpc-js writes addresses of ours into its own.
  if (httpStatus === 503)
    return new Problem(503, `${service} is not available.`, { headers: { "retry-after": "1" } });
  if (httpStatus === 502) return new Problem(502, `${service} has failed.`);
  const errors = violationsIn(error.metadata).map(({ field, description }) => ({
    pointer: toPointer(field),
    detail: description,
  }));
  // No field is wrong, and yet it cannot be done: an idempotency key that came with another request before.
  const isUnprocessable = httpStatus === 400 && errors.length === 0;
  return new Problem(isUnprocessable ? 422 : httpStatus, error.details, { errors });
}

/** `#/items/0/quantity` → `items[0].quantity`, as google.rpc.BadRequest writes it. */
function toPath(pointer: string): string {
  const [, ...segments] = pointer.split("/");
  return segments
    .map((segment) => (/^\d+$/.test(segment) ? `[${segment}]` : `.${segment}`))
    .join("")
    .replace(/^\./, "");
}

function toPointer(field: string): string {
  return `#/${field.replaceAll(/[.[]/g, "/").replaceAll("]", "")}`;
}
