// Contracts as an argument: a system has its own, of any schema. What a look at the data decides is what zod would decide.

import { contracts } from "@blog/common/events";
import { checkContract } from "@blog/common/messaging/check-contract";
import type { Contracts } from "@blog/common/messaging/contracts";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openTestDatabase } from "./test-database.ts";
import { runs } from "../../tests/kit/runs.ts";

const text = z.string();

const ofTexts: Contracts = {
  ...contracts,
  OptionalText: z.looseObject({ id: text.min(1), note: text.optional() }),
};

const ofMore: Contracts = {
  NumberIsCounted: z.looseObject({ id: text, version: z.number().int() }),
  LongText: z.looseObject({ id: text.min(3) }),
  TrimmedText: z.looseObject({ id: text.trim() }),
  RefinedText: z.looseObject({ id: text.refine((id) => !id.startsWith("a")) }),
  EmailText: z.looseObject({ id: z.email() }),
  CoercedText: z.looseObject({ id: z.coerce.string() }),
  ShortList: z.looseObject({ id: text, items: z.array(text).max(2) }),
  RefinedObject: z.looseObject({ id: text, other: text }).refine(({ id, other }) => id !== other),
  StrictObject: z.strictObject({ id: text }),
  StrippedObject: z.object({ id: text }),
  CaughtObject: z.object({ id: text }).catchall(z.number()),
};

const value = fc.oneof(
  fc.constantFrom("a text", "ab", "", " ", "a@b.org", 7, null),
  fc.array(fc.constant("item"), { maxLength: 3 }),
);
const names = ["id", "title", "postId", "content", "status", "note", "version", "items", "other"];
const data = fc
  .dictionary(fc.constantFrom(...names, "unknown"), value)
  .map((some) => ({ id: "a@b.org", postId: "p", content: "c", title: "t", ...some }));

describe.each(Object.entries({ ...ofTexts, ...ofMore }))("The contract %s", (type, contract) => {
  it("is checked as zod would check it", () => {
    const property = fc.property(data, (given) => {
      const expected = contract.safeParse(given);
      const check = () => checkContract({ [type]: contract }, type, given);

      if (expected.success) expect(check()).toEqual(expected.data);
      else expect(check).toThrow(expect.objectContaining({ status: 422 }));
    });
    fc.assert(property, { numRuns: runs(300) });
  });
});

// Zod makes a copy of what it takes.
describe("A look at the data is enough", () => {
  const usual = { id: "1", title: "t", postId: "p", content: "c", status: "approved", note: "n" };

  it.each(Object.keys(ofTexts))("where a contract asks for texts only: %s", (type) => {
    expect(checkContract(ofTexts, type, usual)).toBe(usual);
  });

  it.each([
    "TrimmedText",
    "CoercedText",
    "LongText",
    "RefinedText",
    "RefinedObject",
    "StrippedObject",
  ])("nowhere else: %s", (type) => {
    const long = { ...usual, id: "long enough", other: "o" };

    expect(checkContract(ofMore, type, long)).not.toBe(long);
  });
});

describe("Another system", () => {
  const lamps = { LampSwitched: z.looseObject({ id: z.string(), isOn: z.boolean() }) };

  it("publishes and handles events of its own, and the compiler knows their fields", async () => {
    const db = await openTestDatabase(inboxTable, outboxTable);
    const outbox: Outbox<typeof lamps> = createOutbox(db, "lamps");
    const states: boolean[] = [];
    const inbox = createInbox(db, lamps, {
      async LampSwitched({ data: { id, isOn } }, tx) {
        states.push(isOn);
        await outbox.add(tx, "LampSwitched", { id, isOn: !isOn }, { about: id });
      },
    });

    const event = { id: "event-1", type: "LampSwitched", data: { id: "1", isOn: true } };
    await inbox.receive({ log: "log-1", previous: 0, events: [{ ...event, position: 1 }] });

    expect(states).toEqual([true]);
    expect(await outbox.waiting(10)).toMatchObject([{ data: { id: "1", isOn: false } }]);
  });

  it("cannot publish what its contracts do not know, nor handle it", async () => {
    const db = await openTestDatabase(inboxTable, outboxTable);
    const outbox: Outbox<typeof lamps> = createOutbox(db, "lamps");

    // @ts-expect-error: no lamp is a post
    const foreignType = () => db.transaction((tx) => outbox.add(tx, "PostCreated", { id: "1" }));
    // @ts-expect-error: a lamp is on or off
    const foreignData = () => db.transaction((tx) => outbox.add(tx, "LampSwitched", { id: "1" }));
    // @ts-expect-error: no lamp is a post
    const foreignHandler = () => createInbox(db, lamps, { PostCreated() {} });

    expect([foreignType, foreignData, foreignHandler]).toHaveLength(3);
  });
});
