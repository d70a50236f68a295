// Reads the JSON of an event as it is: bytes that are not UTF-8 are refused. Read leniently, they would be stored and passed
// on as something nobody has said, or signed.

import { Problem } from "./problem.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Throws a 400 for what is no JSON. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Problem(400, "The body is not valid JSON.");
  }
}
