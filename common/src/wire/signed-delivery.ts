// A delivery, signed as a whole. Standard Webhooks covers id, time and body; but which event this is, and where it stands in
// which log, travels in headers, and an attacker who repeats a delivery with another position could make a consumer skip
// what comes next. A second signature covers those. It stands beside the first one in the same header, where every library of
// the standard skips what it does not know.

import { secretsIn } from "../base/settings.ts";
import type { Header } from "./cloud-events.ts";
import { Problem } from "../base/problem.ts";
import {
  carriesOneOf,
  digest,
  readStamp,
  stampOf,
  standardSignature,
  verify,
} from "./signature.ts";

const COVERED = [
  "content-type",
  ...["id", "source", "type", "time", "correlationid", "causationid"].map((name) => `ce-${name}`),
  ...["log", "position", "checksum", "previous", "previous-checksum"].map(ours),
  ...["confirmed", "start-over", "redelivery"].map(ours),
];

function ours(name: string): string {
  return `event-bus-${name}`;
}

/** The headers that sign `body` and those of its other `headers` that decide what becomes of it. */
export function signDelivery(
  secret: string,
  { id, headers, body }: { id: string; headers: Record<string, string>; body: string },
  now = new Date(),
): Record<string, string> {
  const stamp = stampOf(id, now);
  const signatures = secretsIn(secret).flatMap((one) => {
    const standard = standardSignature(one, stamp, body);
    return [standard, cover(one, standard, (name) => headers[name])];
  });
  return { ...stamp, "webhook-signature": signatures.join(" ") };
}

/** Throws a 401 unless body and headers are as the bus signed them, not more than five minutes ago. */
export function verifyDelivery(
  secret: string,
  header: Header,
  body: Uint8Array,
  now = new Date(),
): void {
  verify(secret, header, body, now);
  const expected = secretsIn(secret).map((one) => {
    // Made anew, not taken from the request: there, it could be the one of another body.
    return cover(one, standardSignature(one, readStamp(header), body), header);
  });
  if (carriesOneOf(expected, header)) return;
  throw new Problem(401, "The signature does not match the headers.");
}

function cover(secret: string, standard: string, header: Header): string {
  const lines = COVERED.map((name) => `${name}: ${header(name) ?? ""}\n`).join("");
  return `headers,${digest(secret, standard, "headers", lines)}`;
}
