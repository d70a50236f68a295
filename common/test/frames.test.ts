// Frames: what is written arrives as it was, wherever the network cuts it; what is none is refused.

import { createFrameReader, type Frame, toBytes } from "@blog/common/speed/frames";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const aFrame = fc.record({
  head: fc.dictionary(
    fc.string().filter((name) => name !== "__proto__"),
    fc.string({ unit: "grapheme" }),
    {
      maxKeys: 5,
      noNullPrototype: true,
    },
  ),
  body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

describe("Frames", () => {
  it("arrive as they were, wherever they were cut", () => {
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(aFrame, { maxLength: 6 }), cuts, (frames, lengths) => {
        const bytes = Buffer.concat(frames.map(({ head, body }) => toBytes(head, body)));
        const reader = createFrameReader(300);

        const read = chunksOf(bytes, lengths).flatMap((chunk) => reader.read(chunk));

        expect(read.map(toPlain)).toEqual(frames.map(toPlain));
        expect(reader.isWithin()).toBe(false);
      }),
    );
  });

  it("have bodies of text, too", () => {
    const [frame] = createFrameReader(100).read(toBytes({ a: "ü" }, "Grüße"));

    expect(toPlain(frame!)).toEqual({ head: { a: "ü" }, body: "Grüße" });
  });

  it("are known to be on their way", () => {
    const reader = createFrameReader(100);

    expect(reader.read(toBytes({}, "text").subarray(0, 9))).toEqual([]);
    expect(reader.isWithin()).toBe(true);
  });

  it.each([
    ["a body that is too large", toBytes({}, "x".repeat(101))],
    ["a head that is too large", toBytes({ a: "x".repeat(20_000) }, "")],
    ["a body that is announced as too large", Buffer.from([0, 0, 0, 2, 255, 255, 255, 255])],
    ["a head that is no JSON", withHead("{")],
    ["a head that is no object", withHead("null")],
    ["a header that is no text", withHead('{"a":1}')],
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
  ])("are refused with %s", (_what, bytes) => {
    expect(() => createFrameReader(100).read(bytes)).toThrow(/frame|JSON/);
  });
});

function withHead(text: string): Buffer {
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32BE(text.length, 0);
  return Buffer.concat([prefix, Buffer.from(text)]);
}

function toPlain({ head, body }: Frame) {
  return { head, body: body.toString("utf8") };
}

function chunksOf(bytes: Buffer, lengths: number[]): Buffer[] {
  let at = 0;
  const chunks = lengths.map((length) => bytes.subarray(at, (at += length)));
  return [...chunks, bytes.subarray(at)];
}
