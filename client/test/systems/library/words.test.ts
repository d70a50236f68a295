// The page in words: figures, ages, failures and announcements.

import { AxiosError } from "axios";
import { describe, expect, it } from "vitest";
import { announce, NOTHING } from "../../../src/systems/library/page/announcements.ts";
import type { Comparison } from "../../../src/systems/library/page/asking/comparison.ts";
import { failureInWords } from "../../../src/systems/library/page/asking/ask-catalogue.ts";
import type { Sample } from "../../../src/systems/library/page/asking/samples.ts";
import { ageInWords, milliseconds } from "../../../src/systems/library/page/figures-in-words.ts";

describe("Figures", () => {
  it.each([
    [0.04, "0.0"],
    [3.14, "3.1"],
    [9.96, "10"],
    [12.7, "13"],
    [203.4, "203"],
    [1004, "1,004"],
  ])("%d ms is “%s”", (ms, words) => {
    expect(milliseconds(ms)).toBe(words);
  });

  it.each([
    [-300, "now"],
    [999, "now"],
    [12_900, "12 s ago"],
    [119_999, "119 s ago"],
    [120_000, "2 min ago"],
    [7_199_999, "119 min ago"],
    [7_200_000, "2 h ago"],
    [172_800_000, "2 days ago"],
  ])("an age of %d ms is “%s”", (ms, words) => {
    expect(ageInWords(ms)).toBe(words);
  });
});

describe("A question without an answer", () => {
  it("that came to its deadline has had no answer within it: nothing else can have happened", () => {
    expect(failureInWords(new AxiosError("timeout", "ECONNABORTED"))).toBe(
      "No answer came within 1.5 s.",
    );
  });

  it("is described by what the catalogue answered, or by what is not there", () => {
    const response = { status: 503, data: { detail: "author-service is away." }, headers: {} };
    const refused = new AxiosError("503", "ERR_BAD_RESPONSE", undefined, null, response as never);

    expect(failureInWords(refused)).toBe("Author-service is away.");
    expect(failureInWords(new AxiosError("", "ERR_NETWORK"))).toMatch(/cannot be reached/);
  });
});

describe("What is announced", () => {
  const sample = (isAnswered: boolean): Sample => ({ endedAt: 0, tookMs: 2, isAnswered });
  const well = Array(4).fill(sample(true));
  const failing = Array(4).fill(sample(false));
  const of = (rpc: Sample[], rename?: Comparison["rename"]): Comparison => ({
    now: 0,
    ways: { rpc: { samples: rpc }, events: { samples: well } },
    ...(rename && { rename }),
  });

  it("is that answers stop and come again, once each", () => {
    expect(announce(NOTHING, of(well))).toEqual({ announced: NOTHING, text: "" });
    const first = announce(NOTHING, of(failing));
    expect(first.text).toBe("Ask now gets no answer.");
    expect(announce(first.announced, of(failing)).text).toBe("");

    const mixed = [...failing.slice(1), sample(true)];
    expect(announce(first.announced, of(mixed)).text).toBe("");
    expect(announce(first.announced, of(well)).text).toBe("Ask now is answered again.");
  });

  it("is a rename, once both ways have shown it", () => {
    const rename = { authorId: "a", from: "Ada", to: "Ada (2)", doneAt: 100, seenAt: { rpc: 104 } };
    expect(announce(NOTHING, of(well, rename)).text).toBe("");

    const seen = { ...rename, seenAt: { rpc: 104, events: 130 } };
    const { announced, text } = announce(NOTHING, of(well, seen));
    expect(text).toBe(
      "Ada is now Ada (2): Ask now shows it after 4.0 milliseconds, Know already shows it after 30 milliseconds.",
    );
    expect(announce(announced, of(well, seen)).text).toBe("");
  });
});
