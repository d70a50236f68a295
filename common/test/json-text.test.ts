// JSON as it was sent, or not at all.

import { parseJson } from "@blog/common/wire/json-text";
import { describe, expect, it } from "vitest";

describe("The JSON of an event", () => {
  it("is read as it is, whatever the characters", () => {
    expect(parseJson(Buffer.from('{"title":"Grüße 🍊"}'))).toEqual({ title: "Grüße 🍊" });
  });

  it.each([
    ["is empty", Buffer.from("")],
    ["is cut off", Buffer.from('{"title":')],
    ["is UTF-16", Buffer.from("{}", "utf16le")],
  ])("is refused with 400 when it %s", (_what, body) => {
    expect(() => parseJson(body)).toThrow(
      expect.objectContaining({ status: 400, message: "The body is not valid JSON." }),
    );
  });

  it("is refused with 400 when it is not UTF-8: a text that was never sent would be stored", () => {
    expect(() => parseJson(latin1('{"title":"Grüße"}'))).toThrow(
      expect.objectContaining({
        status: 400,
        message: "The body is not UTF-8, as JSON has to be.",
      }),
    );
  });
});

function latin1(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
