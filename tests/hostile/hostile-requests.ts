// Whole requests: methods, headers and media types that no client should send, around hostile paths and bodies.

import * as fc from "fast-check";
import { oddBody, oddText } from "./hostile-bodies.ts";
import { asInUrl, hostilePath, oneOf } from "./hostile-paths.ts";
import type { RawRequest } from "./raw-http.ts";

const NAMES = `ce-id ce-source ce-type ce-time ce-specversion ce-correlationid ce-causationid traceparent
  event-bus-log event-bus-position event-bus-previous event-bus-attempt event-bus-redelivery
  event-bus-checksum event-bus-previous-checksum event-bus-confirmed event-bus-start-over idempotency-key
  webhook-id webhook-timestamp webhook-signature
  accept accept-encoding accept-language content-type content-encoding content-range range
  if-none-match if-match if-modified-since last-event-id cookie authorization origin sec-fetch-site host
  x-forwarded-for x-forwarded-host x-forwarded-proto x-http-method-override x-original-url forwarded
  expect upgrade te trailer keep-alive proxy-authorization user-agent referer`;

// What a line of HTTP can carry at all; what it cannot is sent in not-http.test.ts.
const value = fc.oneof(
  asInUrl(oddText, 4000),
  fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
  fc
    .uint8Array({ maxLength: 60 })
    .map((bytes) => Buffer.from(bytes.map((byte) => byte | 0xa0)).toString("latin1")),
  oneOf("text/event-stream application/json application/x-ndjson text/html */*;q=0"),
  oneOf('bytes=99999999- bytes=-1 "x" * -1 1e5 true 127.0.0.1 not,an,address'),
  oneOf("100-continue everything websocket h2c 2026-11-21T12:00:00Z 0 % %zz"),
  fc.constantFrom("a,".repeat(2000), "9".repeat(30)),
);
const header = fc.tuple(oneOf(NAMES), value);

const mediaType = fc.oneof(
  { weight: 8, arbitrary: oneOf("application/json application/cloudevents-batch+json") },
  {
    weight: 2,
    arbitrary: oneOf(`application/json;charset=utf-16 application/json;charset=latin1
      application/json;charset= text/plain application/x-www-form-urlencoded multipart/form-data
      application/cloudevents+json a/b/c ;`),
  },
);

/** Any request; with a body in most cases. */
export const hostileRequest: fc.Arbitrary<RawRequest> = fc
  .record({
    method: fc.oneof(
      { weight: 3, arbitrary: oneOf("GET POST") },
      { weight: 1, arbitrary: oneOf("HEAD PUT PATCH DELETE OPTIONS TRACE PROPFIND") },
    ),
    path: hostilePath,
    headers: fc.array(header, { maxLength: 6 }),
    type: mediaType,
    payload: fc.option(oddBody),
  })
  .map(({ method, path, headers, type, payload }) => {
    if (!payload) return { method, path, headers };
    const all = [...payload.headers, ["content-type", type], ...headers] as [string, string][];
    return { method, path, headers: all, body: payload.body };
  });

/** A POST of a hostile body to one place, with nothing else wrong. */
export function hostilePost(path: string): fc.Arbitrary<RawRequest> {
  return fc.tuple(mediaType, oddBody).map(([type, { body, headers }]) => ({
    method: "POST",
    path,
    headers: [["content-type", type], ...headers],
    body,
  }));
}
