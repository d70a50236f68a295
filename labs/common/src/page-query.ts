// Pages of a list over HTTP: what a client may ask for, and the Link header that names the next page (RFC 8288).

import { wholeNumber } from "@blog/common/base/settings";
import { z } from "zod";
import { MAX_PAGE } from "./page.ts";

export const PageQuery = z.object({
  limit: wholeNumber(1, MAX_PAGE).default(100),
  after: z.string("must be the id of one of them").default(""),
});
export type PageQuery = z.output<typeof PageQuery>;

/** The headers of a page of the list at `path`. `next` is empty on the last one. */
export function pageHeaders(path: string, limit: number, next: string): Record<string, string> {
  if (next === "") return {};
  return { link: `<${path}?limit=${limit}&after=${encodeURIComponent(next)}>; rel="next"` };
}
