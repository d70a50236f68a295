// Time on the page: read from ids, written as people speak of it.

import { describe, expect, it } from "vitest";
import { creationTime } from "../../src/blog/time/creation-time.ts";
import { relativeTime } from "../../src/blog/time/relative-time.ts";

describe("The time of a post", () => {
  it("is in its id", () => {
    // The example of RFC 9562, appendix A.6.
    const id = "017F22E2-79B0-7CC3-98C4-DC0C0C07398F";

    expect(creationTime(id)).toEqual(new Date("2022-02-22T19:22:22.000Z"));
  });

  it("is unknown for an id of the course", () => {
    expect(creationTime("5f2b9c1a")).toBeNull();
  });

  it.each([
    [0, "just now"],
    [-30, "just now"],
    [120, "2 min. ago"],
    [3 * 3600, "3 hr. ago"],
    [26 * 3600, "yesterday"],
    [30 * 24 * 3600, "Jan 30, 2026"],
  ])("is written in words: %d seconds ago", (seconds, words) => {
    const now = new Date(Date.UTC(2026, 2, 1, 12));
    const then = new Date(now.getTime() - seconds * 1000);

    expect(relativeTime(then, now)).toBe(words);
  });
});
