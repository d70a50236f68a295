// A delivery, signed as a whole. Standard Webhooks covers id, time and body; but which event this is, and where it stands in
// which log, travels in headers, and somebody who repeats a delivery with another position could make a consumer skip what
// comes next. A second signature covers those. It stands beside the first one in the same header, where every library of
// the standard skips what it does not know.

import type { Header } from "./cloud-events.ts";
import { Problem } from "./problem.ts";
import { digest, equal, sign, verify } from "./signature.ts";

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
  const signed = sign(secret, id, body, now);
  const standard = signed["webhook-signature"]!;
  const second = cover(secret, standard, (name) => headers[name]);
  return { ...signed, "webhook-signature": `${standard} ${second}` };
}

/** Throws a 401 unless body and headers are as the bus signed them, not more than five minutes ago. */
export function verifyDelivery(
  secret: string,
  header: Header,
  body: Uint8Array,
  now = new Date(),
): void {
  verify(secret, header, body, now);
  // Made anew, not taken from the request: there, it could be the one of another body.
  const signedAt = new Date(Number(header("webhook-timestamp")) * 1000);
  const standard = sign(secret, header("webhook-id") ?? "", body, signedAt)["webhook-signature"]!;
  const expected = cover(secret, standard, header);
  const signatures = header("webhook-signature")?.split(" ") ?? [];
  if (signatures.some((given) => equal(given, expected))) return;
  throw new Problem(401, "The signature does not match the headers.");
}

function cover(secret: string, standard: string, header: Header): string {
  const lines = COVERED.map((name) => `${name}: ${header(name) ?? ""}\n`).join("");
  return `headers,${digest(secret, standard, "headers", lines)}`;
}
