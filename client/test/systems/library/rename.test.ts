// A rename, until each way has shown the new name.

import { describe, expect, it } from "vitest";
import type { AnsweredBook } from "../../../src/systems/library/catalogue.ts";
import {
  nextName,
  type Rename,
  seenAfterMs,
  withAnswer,
} from "../../../src/systems/library/page/asking/rename.ts";

const by = (name: string | null, id = "a1"): AnsweredBook[] => [
  { id: "b1", title: "Notes", publishedYear: 1843, author: { id, name } },
];
const rename: Rename = { authorId: "a1", from: "Ada", to: "Ada (2)", doneAt: 1000, seenAt: {} };

describe("A rename", () => {
  it("is seen by each way when its answer first has the new name", () => {
    let seen = withAnswer(rename, "events", by("Ada"), 1010);
    expect(seen).toBe(rename);
    seen = withAnswer(seen, "rpc", by("Ada (2)"), 1004);
    seen = withAnswer(seen, "events", by("Ada (2)"), 1030);
    seen = withAnswer(seen, "events", by("Ada (2)"), 1230);

    expect(seenAfterMs(seen, "rpc")).toBe(4);
    expect(seenAfterMs(seen, "events")).toBe(30);
  });

  it("is not seen in another author of that name, or in one without a name", () => {
    expect(withAnswer(rename, "rpc", by("Ada (2)", "a2"), 1010)).toBe(rename);
    expect(withAnswer(rename, "rpc", by(null), 1010)).toBe(rename);
    expect(seenAfterMs(rename, "rpc")).toBeUndefined();
  });

  it("is seen after 0 ms where an answer was faster than that to the rename itself", () => {
    const { doneAt: _, ...asked } = rename;
    const early = withAnswer(asked, "rpc", by("Ada (2)"), 990);

    expect(seenAfterMs(early, "rpc")).toBeUndefined();
    expect(seenAfterMs({ ...early, doneAt: 1000 }, "rpc")).toBe(0);
  });

  it.each([
    ["Ada Lovelace", "Ada Lovelace (2)"],
    ["Ada Lovelace (2)", "Ada Lovelace (3)"],
    ["Ada (King) (99)", "Ada (King) (100)"],
    ["Ada (x)", "Ada (x) (2)"],
    ["(2)", "(2) (2)"],
  ])("of “%s” makes “%s”", (name, next) => {
    expect(nextName(name)).toBe(next);
  });
});
