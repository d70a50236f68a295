// How deep an event may be nested: as deep alone as in a batch, so that what the bus accepted it can also deliver.

import { CloudEvent, Envelope } from "@blog/common/wire/event-schemas";
import { describe, expect, it } from "vitest";

/** Data with `depth` objects in each other. */
function nested(depth: number): Record<string, unknown> {
  return depth === 1 ? {} : { deeper: nested(depth - 1) };
}

const envelope = (depth: number) => ({ type: "A", data: nested(depth) });
const element = (depth: number) => ({
  specversion: "1.0",
  id: "1",
  source: "x",
  ...envelope(depth),
});

describe("An event", () => {
  it.each([1, 10, 99])("may have data nested %i deep, alone and in a batch", (depth) => {
    expect(Envelope.safeParse(envelope(depth)).success).toBe(true);
    expect(CloudEvent.safeParse(element(depth)).success).toBe(true);
  });

  it.each([100, 2000])("is refused when its data is nested %i deep", (depth) => {
    expect(Envelope.safeParse(envelope(depth)).success).toBe(false);
    expect(CloudEvent.safeParse(element(depth)).success).toBe(false);
  });

  it("is refused for what is beside its data too", () => {
    const beside = { ...envelope(1), extra: nested(100) };

    expect(Envelope.safeParse(beside).error?.issues[0]?.message).toBe("is nested too deeply");
  });
});
