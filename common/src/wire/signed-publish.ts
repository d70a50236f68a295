// A publish, signed as a whole. Where an event comes from, when it was, and what caused it travels in headers, which Standard
// Webhooks does not cover: our services sign them as the bus signs its deliveries (signed-delivery.ts), and mark that in the name
// of the message. The name is signed too, so the second signature cannot be removed to alter the headers.
// A message of another program may have the standard signature alone. Then it has none of these headers.

import type { Header } from "./cloud-events.ts";
import { Problem } from "../base/problem.ts";
import { verify } from "./signature.ts";
import { signDelivery, verifyDelivery } from "./signed-delivery.ts";

const WITH_HEADERS = ".with-headers";

/** What the bus would store. Not `traceparent`, which a proxy on the way may write anew. */
const STORED = ["ce-source", "ce-time", "ce-correlationid", "ce-causationid"];

/** The headers that sign `body` and its other `headers`. `id` is the event's, or that of the first one of a batch. */
export function signPublish(
  secret: string,
  { id, headers, body }: { id: string; headers: Record<string, string>; body: string },
  now = new Date(),
): Record<string, string> {
  return signDelivery(secret, { id: id + WITH_HEADERS, headers, body }, now);
}

/** Returns the id that was signed, as it is written in headers. Throws a 401 unless all that would be stored is signed. */
export function verifyPublish(secret: string, header: Header, body: Uint8Array): string {
  const name = header("webhook-id") ?? "";
  if (name.endsWith(WITH_HEADERS)) {
    verifyDelivery(secret, header, body);
    return name.slice(0, -WITH_HEADERS.length);
  }
  verify(secret, header, body);
  const unsigned = STORED.find((one) => header(one) !== undefined);
  if (unsigned) throw new Problem(401, `header ${unsigned}: is not covered by the signature.`);
  return name;
}
