// The course's own parts have fewer routes than ours. Where one of them replaces ours, the page uses a route that it has.

import { isAxiosError } from "axios";

/** Whether the service does not know the address at all. Ours names in problem+json what is missing. */
export function isUnknownAddress(error: unknown): boolean {
  if (!isAxiosError(error) || !error.response) return false;
  const { status, headers } = error.response;
  const isProblem = String(headers["content-type"]).startsWith("application/problem+json");
  return (status === 404 || status === 405) && !isProblem;
}
