// The words in the sequence: whatever the width and however many services, they stay inside of the drawing and off the marks.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areNamesTight, laneX, placeLabel } from "../../src/bus-view/stage/lanes.ts";

const LETTER = 6.6;
const drawing = fc.record({
  count: fc.integer({ min: 2, max: 9 }),
  width: fc.integer({ min: 320, max: 1600 }),
  type: fc.constantFrom("PostCreated", "CommentModerated", "SomethingThatALearnerMadeUp"),
  position: fc.integer({ min: 1, max: 1_000_000 }),
});

describe("The words of an arrow", () => {
  it("stay inside of the drawing, and off the mark at its tip", () => {
    fc.assert(
      fc.property(drawing, fc.nat(8), fc.nat(8), ({ count, width, type, position }, a, b) => {
        fc.pre(a < count && b < count && a !== b);
        const [from, to] = [laneX(a, count, width, 1), laneX(b, count, width, 1)];

        const { text, x, anchor } = placeLabel(`${type} #${position}`, `#${position}`, {
          from,
          to,
          width,
          unit: 1,
        });

        const length = text.length * LETTER;
        const left = anchor === "start" ? x : anchor === "end" ? x - length : x - length / 2;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + length).toBeLessThanOrEqual(width);
        const isOffTheMark = to > from ? left + length <= to - 10 : left >= to + 10;
        expect(isOffTheMark).toBe(true);
      }),
    );
  });

  it("leave the outermost lanes room for how long a delivery took", () => {
    fc.assert(
      fc.property(drawing, ({ count, width }) => {
        const last = laneX(count - 1, count, width, 1);

        expect(width - last).toBeGreaterThanOrEqual(Math.min(76, width / 4));
        expect(laneX(0, count, width, 1)).toBeGreaterThanOrEqual(Math.min(76, width / 4));
      }),
    );
  });
});

describe("The names of the lanes", () => {
  it("stand on two lines where they would touch", () => {
    const names = ["posts", "comments", "event bus", "query", "moderation", "mine"];

    expect(areNamesTight(names, 388, 1)).toBe(true);
    expect(areNamesTight(names, 900, 1)).toBe(false);
    // A presenter's letters are larger.
    expect(areNamesTight(names, 900, 2)).toBe(true);
    expect(areNamesTight([...names, "one-with-a-longer-name"], 900, 1)).toBe(true);
  });
});
