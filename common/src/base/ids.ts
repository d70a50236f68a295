// Names for things: fresh ones that sort by time, and derived ones that come out the same every time.

import { v5, v7 } from "uuid";

/** A UUIDv7 (RFC 9562): unique, and later ones sort after earlier ones of the same process. */
export function newId(): string {
  return v7();
}

const DERIVED = "6f1c35d2-53c5-5b0e-9e55-0c6bd1a6bd4f";

/**
 * The id of what follows from something else: a UUIDv5 of the cause and the type of the consequence.
 * A retry, a replay or a second replica publishes the same event under the same id, so the bus keeps one.
 */
export function derivedId(causeId: string, type: string): string {
  return v5(`${causeId} ${type}`, DERIVED);
}
