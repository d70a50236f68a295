// Bytes that arrive in pieces: the same bytes, and not much more memory than they need.

import { createChunks } from "@blog/common/http/chunks";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const anySizes = fc.array(fc.oneof(fc.nat(3), fc.nat(100), fc.nat(70_000)), { maxLength: 60 });

describe("Bytes that arrive in pieces", () => {
  it("are the same bytes, however they were cut", () => {
    fc.assert(
      fc.property(anySizes, (sizes) => {
        const chunks = createChunks();
        const pieces = sizes.map((size, index) => Buffer.alloc(size, index));

        for (const piece of pieces) chunks.add(piece);

        expect(chunks.length()).toBe(sizes.reduce((sum, size) => sum + size, 0));
        expect(chunks.join().equals(Buffer.concat(pieces))).toBe(true);
        expect(chunks.length() + chunks.held()).toBe(0);
      }),
    );
  });

  it("one by one hold about as much memory as they are", () => {
    const chunks = createChunks();

    for (let at = 0; at < 1_000_000; at += 1) chunks.add(Buffer.from([at % 256]));

    expect(chunks.held()).toBeLessThan(1_100_000);
    expect(chunks.join().length).toBe(1_000_000);
  });

  it("as one are not copied", () => {
    const chunks = createChunks();
    const piece = Buffer.from("all of it");

    chunks.add(piece);

    expect(chunks.join()).toBe(piece);
  });
});
