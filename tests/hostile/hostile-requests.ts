// Whole requests: methods, paths, query parameters and headers that nobody should send, around the bodies of hostile-bodies.ts.

import * as fc from "fast-check";
import { oddBody, oddText } from "./hostile-bodies.ts";
import type { RawRequest } from "./raw-http.ts";

const METHODS = [
  "GET",
  "POST",
  "HEAD",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "QUERY",
];

const PATHS = [
  "/",
  "/posts",
  "/posts/",
  "/posts/create",
  "/posts/:id",
  "/posts/:id/comments",
  "/events",
  "/subscriptions",
  "/subscriptions/:id/parked",
  "/subscriptions/query/parked/:id",
  "/subscriptions/query/parked/:id/redrive",
  "/status",
  "/healthz",
  "/readyz",
  "/metrics",
  "/api-docs",
  "/api-docs/openapi.json",
  "/api-docs/:id",
  "/assets/:id",
  "/:id",
];

const segment = fc.oneof(
  oddText.map((text) => encodeURIComponent(wellFormed(text)).slice(0, 10_000)),
  fc.constantFrom(
    "..",
    ".",
    "%2e%2e",
    "..%2f..%2fpackage.json",
    "%00",
    "%zz",
    "%",
    "%ff",
    "%E0%A4%A",
    "__proto__",
    "a%2Fb",
  ),
  fc.constantFrom("..\\..\\", "0", "-1", "1e9", ";", "*", "\u00e9", "//", "?", "x".repeat(10_000)),
);

const parameter = fc.tuple(
  fc.constantFrom(
    "after",
    "limit",
    "before",
    "limit[]",
    "limit[a][b]",
    "__proto__",
    "constructor",
    "x",
  ),
  fc.oneof(
    fc.constantFrom("-1", "1e9", "1e309", "0", "", "NaN", "0x10", "9007199254740993", "%00", "%zz"),
    segment,
  ),
);

const query = fc
  .array(parameter, { maxLength: 4 })
  .map((all) => (all.length > 0 ? `?${all.map((pair) => pair.join("=")).join("&")}` : ""));

const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), segment, query)
      .map(([place, id, end]) => place.replaceAll(":id", () => id) + end),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "*",
      "http://elsewhere.example/posts",
      "//elsewhere.example/posts",
      "/posts#a",
      "/./posts/../posts",
    ),
  },
);

const NAMES = [
  "ce-id",
  "ce-source",
  "ce-type",
  "ce-time",
  "ce-specversion",
  "ce-correlationid",
  "ce-causationid",
  "traceparent",
  "event-bus-log",
  "event-bus-position",
  "event-bus-previous",
  "event-bus-attempt",
  "event-bus-redelivery",
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
  "accept",
  "accept-encoding",
  "accept-language",
  "content-type",
  "content-encoding",
  "content-range",
  "range",
  "if-none-match",
  "if-match",
  "if-modified-since",
  "last-event-id",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "forwarded",
  "x-http-method-override",
  "cookie",
  "authorization",
  "origin",
  "sec-fetch-site",
  "host",
  "expect",
  "upgrade",
  "te",
  "trailer",
  "user-agent",
  "referer",
  "x-original-url",
];

// What a line of HTTP can carry at all; what it cannot is sent as garbage in connections.test.ts.
const value = fc.oneof(
  oddText.map((text) => encodeURIComponent(wellFormed(text)).slice(0, 4000)),
  fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
  fc
    .uint8Array({ maxLength: 60 })
    .map((bytes) => Buffer.from(bytes.map((byte) => byte | 0xa0)).toString("latin1")),
  fc.constantFrom(
    "text/event-stream",
    "application/json",
    "application/x-ndjson",
    "text/html",
    "*/*;q=0",
    "a,".repeat(2000),
  ),
  fc.constantFrom(
    "bytes=99999999-",
    "bytes=-1",
    '"x"',
    "*",
    "-1",
    "9".repeat(30),
    "1e5",
    "true",
    "127.0.0.1",
    "not, an, address",
  ),
  fc.constantFrom(
    "100-continue",
    "everything",
    "websocket",
    "h2c",
    "2026-11-21T12:00:00Z",
    "0",
    "%",
    "%zz",
  ),
);
const header = fc.tuple(fc.constantFrom(...NAMES), value);

const contentType = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom("application/json", "application/cloudevents-batch+json"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "application/json; charset=utf-16",
      "application/json; charset=latin1",
      "application/json; charset=",
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "application/cloudevents+json",
      "a/b/c",
      ";",
      "",
    ),
  },
);

/** Any of them; a request with a body in half of the cases. */
export const hostileRequest: fc.Arbitrary<RawRequest> = fc
  .record({
    method: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("GET", "POST") },
      { weight: 2, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path,
    headers: fc.array(header, { maxLength: 6 }),
    type: contentType,
    payload: fc.option(oddBody),
  })
  .map(({ method, path: place, headers, type, payload }) => {
    if (!payload) return { method, path: place, headers };
    return {
      method,
      path: place,
      headers: [...payload.headers, ["content-type", type], ...headers],
      body: payload.body,
    };
  });

/** A POST of a hostile body to one place, with nothing else wrong. */
export const hostilePost = (place: string): fc.Arbitrary<RawRequest> =>
  fc.tuple(contentType, oddBody).map(([type, { body, headers }]) => ({
    method: "POST",
    path: place,
    headers: [["content-type", type], ...headers],
    body,
  }));

// UTF-8 has no lone surrogates; written as such, they become the replacement character.
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
