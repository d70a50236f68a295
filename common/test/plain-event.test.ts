// Looking instead of asking zod: it may answer "I do not know", but never "yes" where zod would refuse or change something.

import { Attributes, CloudEvent, Envelope } from "@blog/common/wire/event-schemas";
import { parseCloudEvent } from "@blog/common/wire/parse-event";
import {
  arePlainAttributes,
  isPlainCloudEvent,
  isPlainEnvelope,
} from "@blog/common/wire/plain-event";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../tests/kit/runs.ts";

const usual = {
  specversion: "1.0",
  position: 12,
  checksum: "0123abcd",
  id: "0198c1d2-0000-7000-8000-000000000001",
  type: "CommentUpdated",
  source: "comments",
  time: "2026-11-21T10:00:00.000Z",
  correlationid: "event-0",
  causationid: "event-0",
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  data: { id: "c", postId: "p", content: "ä text in any writing: 語", status: "approved" },
};

const anything = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "2026-02-30T10:00:00Z",
    "2026-11-21T10:00:00+25:00",
    "2026-11-21",
    "",
    0,
    1.5,
    -1,
  ),
  fc.string({ minLength: 250, maxLength: 260 }),
);

// A usual event in which some fields are something else, some are gone, and some are unknown.
const spoilt = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...Object.keys(usual)), anything, { maxKeys: 2 }),
    fc.subarray(Object.keys(usual), { maxLength: 2 }),
    fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 1 }),
  )
  .map(([others, gone, unknown]) => {
    const entries = Object.entries({ ...usual, ...others, ...unknown });
    return JSON.stringify(Object.fromEntries(entries.filter(([name]) => !gone.includes(name))));
  });

describe.each([
  { what: "A CloudEvent", isPlain: isPlainCloudEvent, schema: CloudEvent },
  { what: "An envelope", isPlain: isPlainEnvelope, schema: Envelope },
  { what: "Attributes", isPlain: arePlainAttributes, schema: Attributes.partial().loose() },
])("$what known by looking", ({ isPlain, schema }) => {
  it("are usual", () => {
    expect(isPlain(usual)).toBe(true);
  });

  it("are accepted by the schema, and the same afterwards", () => {
    const seen = { plain: 0, unusual: 0 };

    const property = fc.property(spoilt, (text) => {
      const known = isPlain(JSON.parse(text));
      seen[known ? "plain" : "unusual"] += 1;
      if (known) expect(schema.parse(JSON.parse(text))).toEqual(JSON.parse(text));
    });
    fc.assert(property, { numRuns: runs(2000) });

    expect(Math.min(seen.plain, seen.unusual)).toBeGreaterThan(runs(100));
  });
});

describe.each([
  ["a key that could reach a prototype", `{"__proto__":{"isAdmin":true}}`],
  ["a nesting that cannot be written again", `{"a":${"[".repeat(200)}${"]".repeat(200)}}`],
])("With %s in its data", (_what, data) => {
  it("an event is unusual", () => {
    const text = JSON.stringify({ ...usual, data: 0 }).replace(":0}", `:${data}}`);

    expect(isPlainEnvelope(JSON.parse(text))).toBe(false);
    expect(isPlainCloudEvent(JSON.parse(text))).toBe(false);
  });
});

describe("An unusual CloudEvent", () => {
  it("is taken if the schema takes it", () => {
    const event = { ...usual, source: "bücher" };

    expect(isPlainCloudEvent(event)).toBe(false);
    expect(parseCloudEvent(event)).toEqual(event);
  });

  it("is refused with the name of what is wrong", () => {
    expect(() => parseCloudEvent({ ...usual, position: 0 })).toThrow(/position/);
  });
});
