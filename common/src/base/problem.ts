// Expected failures, and how they reach the caller: as RFC 9457 problem+json.
// A Problem is thrown where it is noticed; the one error handler (error-handler.ts) answers it.

import { STATUS_CODES } from "node:http";
import type { ZodError, ZodType } from "zod";

/** One thing that is wrong with the input. `pointer` is a JSON pointer into the body, as in RFC 9457 section 3. */
export interface FieldError {
  detail: string;
  pointer: string;
}

interface ProblemOptions {
  errors?: FieldError[];
  /** Extra response headers, such as Retry-After. */
  headers?: Record<string, string>;
}

/** A failure the caller may know about: everything in it is sent to them. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: FieldError[];
  readonly headers: Record<string, string>;

  constructor(status: number, detail: string, { errors = [], headers = {} }: ProblemOptions = {}) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  toJSON() {
    return {
      type: "about:blank",
      title: STATUS_CODES[this.status] ?? "Error",
      status: this.status,
      detail: this.message,
      ...(this.errors.length > 0 && { errors: this.errors }),
    };
  }
}

/**
 * Checks input at the door. Throws a Problem that names each field; 400 by default.
 * Called nowhere deeper in: a ZodError that surfaces there is our own bug, and must look like one.
 */
export function parse<T>(schema: ZodType<T>, input: unknown, status = 400): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw toProblem(result.error, status);
}

function toProblem(error: ZodError, status: number): Problem {
  const errors = error.issues.map((issue) => ({
    detail: issue.message,
    pointer: toPointer(issue.path),
  }));
  const detail = error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  return new Problem(status, detail.join("; "), { errors });
}

/** RFC 6901: "~" and "/" are escaped inside a segment. */
export function toPointer(path: PropertyKey[]): string {
  const segments = path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return ["#", ...segments].join("/");
}
