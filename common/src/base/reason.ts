// Why something failed, as one short line for the log. A stack trace of a refused connection, once a second, hides the rest.

/** The error's own words, or its code, or those of the errors inside: a name with several addresses fails once for each. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join(", ");
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return error.message || code;
}

const UNREACHABLE = new Set([
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"],
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether there was no connection at all. Not so for an error that was answered, or where an answer was late. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && "code" in error && UNREACHABLE.has(String(error.code));
}
