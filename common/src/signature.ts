// Standard Webhooks signatures: HMAC-SHA256 over id, time and the raw body. Proves who sent a request, that nobody
// altered it, and that it is not an old one. https://github.com/standard-webhooks/standard-webhooks

import { createHmac, timingSafeEqual } from "node:crypto";
import type { Header } from "./cloud-events.ts";
import { Problem } from "./problem.ts";

const TOLERANCE_SECONDS = 5 * 60;

/** The three headers that sign `body`. `id` names the message (percent-encoded where need be); retries may carry the same. */
export function sign(
  secret: string,
  id: string,
  body: string | Uint8Array,
  now = new Date(),
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const name = messageId(id);
  return {
    "webhook-id": name,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${digest(secret, name, timestamp, body)}`,
  };
}

/** Throws a 401 unless one of the request's signatures is ours and at most five minutes old (or early). */
export function verify(
  secret: string,
  header: Header,
  body: string | Uint8Array,
  now = new Date(),
): void {
  const id = header("webhook-id");
  const timestamp = header("webhook-timestamp");
  const signatures = header("webhook-signature");
  if (!id || !timestamp || !signatures) throw refusal("This request is not signed.");

  const ageSeconds = now.getTime() / 1000 - Number(timestamp);
  if (!(Math.abs(ageSeconds) <= TOLERANCE_SECONDS))
    throw refusal("This request was signed at another time.");

  // Several signatures, separated by spaces, let a secret be changed without a pause.
  const expected = `v1,${digest(secret, id, timestamp, body)}`;
  const valid = signatures.split(" ").some((given) => equal(given, expected));
  if (!valid) throw refusal("The signature does not match.");
}

/** How an id is written in `webhook-id`. */
export function messageId(id: string): string {
  return id.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}

/** HMAC-SHA256 as the standard puts it together. */
export function digest(
  secret: string,
  id: string,
  timestamp: string,
  body: string | Uint8Array,
): string {
  return createHmac("sha256", toKey(secret))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest("base64");
}

function toKey(secret: string): Buffer {
  return secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
}

/** In the same time, whatever the difference: a guess must not learn how much of it was right. */
export function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refusal(detail: string): Problem {
  return new Problem(401, detail);
}
