// What an error of PostgreSQL means to a service. https://www.postgresql.org/docs/current/errcodes-appendix.html

import { DatabaseError } from "pg";
import { Problem } from "../../base/problem.ts";

const DISK_FULL = "53100";

// A transaction that came too late, or two that waited for each other: nothing happened, and the next try may work.
const CONFLICTS = new Set(["40001", "40P01"]);

// The server has no time or no connection, is about to stop, has just started, or was replaced by a copy that may be read only.
const UNAVAILABLE = /^(08...|53...|57...|25P03|25006)$/;

export function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && CONFLICTS.has(error.code ?? "");
}

/** The Problem that an error of `pg` is, if it is about the server and not about the statement. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error;
  if (!(error instanceof DatabaseError)) return unavailable();
  if (error.code === DISK_FULL)
    return new Problem(507, "There is no space left to store this. Nothing was changed.");
  return UNAVAILABLE.test(error.code ?? "") ? unavailable() : error;
}

/** Whether something was stored is unknown to the caller if this ended a commit: who tries again must be ready for that. */
export function unavailable(): Problem {
  return new Problem(503, "The database cannot be reached right now: please try again.", {
    headers: { "retry-after": "1" },
  });
}
