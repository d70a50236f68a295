// Why something failed, as one short line for the log. A stack trace of a refused connection, once a second, hides the rest.

/** The error's own words, or its code, or those of the errors inside: a name with several addresses fails once for each. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join(", ");
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return error.message || code;
}
