// Standard Webhooks signatures: HMAC-SHA256 over id, time and the raw body. Proves who sent a request, that it
// was not altered, and that it is not an old one. https://github.com/standard-webhooks/standard-webhooks

import { secretsIn } from "../base/settings.ts";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Header } from "./cloud-events.ts";
import { Problem } from "../base/problem.ts";

const TOLERANCE_SECONDS = 5 * 60;

/** The three headers that sign `body`. `id` names the message (percent-encoded where need be); retries may carry the same. */
export function sign(
  secret: string,
  id: string,
  body: string | Uint8Array,
  now = new Date(),
): Record<string, string> {
  const stamp = stampOf(id, now);
  const signatures = secretsIn(secret).map((one) => standardSignature(one, stamp, body));
  return { ...stamp, "webhook-signature": signatures.join(" ") };
}

/** Throws a 401 unless one of the request's signatures is ours and at most five minutes old (or early). */
export function verify(
  secret: string,
  header: Header,
  body: string | Uint8Array,
  now = new Date(),
): void {
  const stamp = readStamp(header);
  const timestamp = stamp["webhook-timestamp"];
  if (!stamp["webhook-id"] || !timestamp || !header("webhook-signature"))
    throw refusal("This request is not signed.");

  const ageSeconds = now.getTime() / 1000 - Number(timestamp);
  if (!(Math.abs(ageSeconds) <= TOLERANCE_SECONDS))
    throw refusal("This request was signed at another time.");

  const expected = secretsIn(secret).map((one) => standardSignature(one, stamp, body));
  if (!carriesOneOf(expected, header)) throw refusal("The signature does not match.");
}

/** What is signed beside the body. */
export type Stamp = Record<"webhook-id" | "webhook-timestamp", string>;

export function stampOf(id: string, now: Date): Stamp {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return { "webhook-id": messageId(id), "webhook-timestamp": timestamp };
}

/** As a request carries it; empty where it does not. */
export function readStamp(header: Header): Stamp {
  const [id = "", timestamp = ""] = [header("webhook-id"), header("webhook-timestamp")];
  return { "webhook-id": id, "webhook-timestamp": timestamp };
}

export function standardSignature(secret: string, stamp: Stamp, body: string | Uint8Array): string {
  return `v1,${digest(secret, stamp["webhook-id"], stamp["webhook-timestamp"], body)}`;
}

/** Whether a request carries one of these signatures. Several, separated by spaces, may stand in its header. */
export function carriesOneOf(expected: string[], header: Header): boolean {
  const signatures = header("webhook-signature")?.split(" ") ?? [];
  return signatures.some((given) => expected.some((one) => equal(given, one)));
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

/** In constant time: a guess must not learn how much of it was right. */
export function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refusal(detail: string): Problem {
  return new Problem(401, detail);
}
