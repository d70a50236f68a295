// Bodies that a client might send that does not mean well, or does not know better.

import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";

/** Texts that have broken something, somewhere, before. */
export const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    "__proto__",
    "constructor",
    "toString",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\udfff\ud800",
    "\r\nset-cookie: a=b",
    "\u2028",
    "'; DROP TABLE posts; --",
    "$1",
    "%00",
    "../../../../etc/passwd",
    "<script>alert(1)</script>",
    "🍊".repeat(200),
    "日本語",
    "NaN",
    "-0",
  ),
  fc.integer({ min: 0, max: 120_000 }).map((length) => "x".repeat(length)),
);

const TYPES = ["PostCreated", "CommentCreated", "CommentModerated", "CommentUpdated"];
const FIELDS = [
  "id",
  "title",
  "content",
  "postId",
  "status",
  "type",
  "data",
  "__proto__",
  "constructor",
];

const oddValue = fc.oneof(
  oddText,
  fc.jsonValue(),
  fc.constantFrom(null, true, 0, -1, 1e21, [], {}),
);
// As text, because an object literal cannot hold "__proto__" or the same key twice.
const oddObject = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), oddText), oddValue), { maxLength: 8 })
  .map(
    (entries) => `{${entries.map(([key, value]) => `${toJson(key)}:${toJson(value)}`).join(",")}}`,
  );

const event = fc
  .tuple(fc.oneof(fc.constantFrom(...TYPES), oddText), fc.oneof(oddObject, oddValue.map(toJson)))
  .map(([type, data]) => `{"type":${toJson(type)},"data":${data}}`);

const batch = fc.array(
  fc
    .tuple(oddText, fc.oneof(fc.constantFrom(...TYPES), oddText), oddObject)
    .map(
      ([id, type, data]) =>
        `{"specversion":"1.0","source":"x","id":${toJson(id)},"type":${toJson(type)},"data":${data}}`,
    ),
  { maxLength: 5 },
);

const nested = fc
  .tuple(fc.constantFrom("[]", "{}"), fc.constantFrom(10, 100, 1000, 3000, 7000, 20_000, 50_000))
  .map(([pair, depth]) => (pair === "[]" ? nestArrays(depth) : nestObjects(Math.ceil(depth / 3))));

export const nestArrays = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
export const nestObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

const numbers = fc
  .constantFrom("1e999", "-1e999", "1e-999", "0x10", "1E400", "9".repeat(400), "-", "01", "1_000")
  .map(
    (number) =>
      `{"title":${number},"content":${number},"type":"PostCreated","data":{"id":${number}}}`,
  );

const json = fc.oneof(
  event,
  oddObject,
  batch.map((events) => `[${events.join(",")}]`),
  oddValue.map(toJson),
  nested,
  nested.map((deep) => `{"type":"Deep","data":{"deep":${deep}},"title":${deep},"content":${deep}}`),
  nested.map((deep) => `{"type":"PostCreated","data":{"id":"deep","title":"Deep","deep":${deep}}}`),
  numbers,
);

/** A body, and the headers that describe how it is written: often wrongly. */
export const oddBody: fc.Arbitrary<{ body: Buffer; headers: [string, string][] }> = fc.oneof(
  { weight: 6, arbitrary: json.map((text) => ({ body: Buffer.from(text), headers: [] })) },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 2000 })
      .map((bytes) => ({ body: Buffer.from(bytes), headers: [] })),
  },
  {
    weight: 1,
    arbitrary: json.map((text) => ({ body: Buffer.from(text.slice(0, -1)), headers: [] })),
  },
  {
    weight: 1,
    arbitrary: json.map((text) => ({ body: Buffer.from(`\ufeff${text}`, "utf16le"), headers: [] })),
  },
  {
    weight: 1,
    arbitrary: json.map((text) => ({
      body: Buffer.concat([
        Buffer.from('{"title":"'),
        Buffer.from([0xc3, 0x28, 0xff]),
        Buffer.from(`","x":${text}}`),
      ]),
      headers: [],
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(json, fc.constantFrom("gzip", "deflate", "br", "zstd", "gzip, gzip", "identity", ""))
      .map(([text, encoding]) => ({
        body: encode(text, encoding),
        headers: [["content-encoding", encoding]] as [string, string][],
      })),
  },
);

function encode(text: string, encoding: string): Buffer {
  if (encoding === "deflate") return deflateSync(text);
  if (encoding === "br") return brotliCompressSync(text);
  return encoding === "gzip" ? gzipSync(text) : Buffer.from(text);
}

// JSON.stringify would write "\ud800" for a lone surrogate by itself; undefined never occurs in JSON values.
function toJson(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}
