// Paths and query parameters that no client should ask for.

import * as fc from "fast-check";
import { oddText } from "./hostile-bodies.ts";

const PLACES = `/ /posts /posts/ /posts/create /posts/:id /posts/:id/comments /events /subscriptions
  /subscriptions/:id/parked /subscriptions/query/parked/:id /subscriptions/query/parked/:id/redrive
  /status /healthz /readyz /metrics /api-docs /api-docs/openapi.json /api-docs/:id /assets/:id /:id`;

const segment = fc.oneof(
  asInUrl(oddText, 10_000),
  oneOf(".. . %2e%2e ..%2f..%2fpackage.json %00 %zz % %ff %E0%A4%A __proto__ a%2Fb"),
  oneOf("..\\..\\ 0 -1 1e9 ; * \u00e9 // ?"),
  fc.constant("x".repeat(10_000)),
);

const parameter = fc.tuple(
  oneOf("after limit before limit[] limit[a][b] __proto__ constructor x"),
  fc.oneof(oneOf("-1 1e9 1e309 0 NaN 0x10 9007199254740993 %00 %zz"), segment),
);
const query = fc
  .array(parameter, { maxLength: 4 })
  .map((all) => (all.length > 0 ? `?${all.map((pair) => pair.join("=")).join("&")}` : ""));

const inTheBlog = fc
  .tuple(oneOf(PLACES), segment, query)
  .map(([place, id, end]) => place.replaceAll(":id", () => id) + end);

export const hostilePath = fc.oneof(
  { weight: 8, arbitrary: inTheBlog },
  {
    weight: 1,
    arbitrary: oneOf(
      "* http://elsewhere.example/posts //elsewhere.example/posts /posts#a /./posts/../posts",
    ),
  },
);

/** One of the words. */
export function oneOf(words: string): fc.Arbitrary<string> {
  return fc.constantFrom(...words.split(/\s+/));
}

/** Percent-encoded. Without lone surrogates: UTF-8 has none, and makes them the replacement character. */
export function asInUrl(text: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return text.map((it) => encodeURIComponent(Buffer.from(it).toString()).slice(0, maxLength));
}
