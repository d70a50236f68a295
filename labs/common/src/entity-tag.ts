// The entity tag of a resource whose changes are counted: its version. A client that sends it back with If-Match changes only what
// it has read, and nothing that another client has changed since. RFC 9110, section 13.1.1.

import { Problem } from "@blog/common/base/problem";

export function entityTag({ version }: { version: number }): string {
  return `"${version}"`;
}

/** Throws a 412 Problem when the resource is none of those that If-Match names. Without the header everything matches. */
export function mustMatch(ifMatch: string | undefined, resource: { version: number }): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  const tags = ifMatch.split(",").map((tag) => tag.trim());
  if (!tags.includes(entityTag(resource)))
    throw new Problem(412, "This has changed since you read it: please read it again.");
}
