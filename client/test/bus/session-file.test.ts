// A session as a file: what is written can be read again, and anything else is refused in words.

import type { LabRecord } from "@blog/event-bus/lab/records";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MAX_RECORDS,
  readSession,
  writeSession,
} from "../../src/bus-view/panels/drawer/session-file.ts";
import { createPaperBus } from "./made-records.ts";
import { event } from "./events.ts";

function recorded() {
  const bus = createPaperBus(["query", "comments"]);
  bus.publish();
  bus.start("query");
  bus.end("query");
  bus.start("comments");
  bus.end("comments", "suspect");
  bus.park("comments");
  bus.record({ kind: "control", action: "hold", detail: "Deliveries are held." });
  bus.record({ kind: "log-read", reader: "query", after: 0, upTo: 1 });
  bus.record({ kind: "service", name: "query", state: "stopped", pid: null, detail: "was killed" });
  bus.record({ kind: "subscriber-removed", name: "mine" });
  return bus.records;
}

const isDelivery = ({ kind }: LabRecord) => kind === "delivery";

describe("A session file", () => {
  it("is read as it was written", () => {
    const records = recorded();

    expect(readSession(writeSession(records))).toEqual(records);
  });

  it("may be an old one, which does not state yet when the bus parks", () => {
    const [subscriber] = recorded();
    const old = writeSession([{ ...subscriber!, parkAfter: undefined } as unknown as LabRecord]);

    expect(readSession(old)).toEqual([{ ...subscriber, parkAfter: 10 }]);
  });

  describe("that would freeze the page is refused in words:", () => {
    const read = (records: unknown[]) => () => readSession(writeSession(records as LabRecord[]));
    const [subscriber, ...others] = recorded();
    const far = Number.MAX_SAFE_INTEGER;

    it.each([
      ["an event at a position far beyond", { kind: "event", event: event(far) }, "event.position"],
      ["a cursor far beyond", { ...subscriber, cursor: far }, "cursor"],
      ["a parked position far beyond", { ...subscriber, parked: [far] }, "parked.0"],
      [
        "a range that reaches far",
        { kind: "log-read", reader: "query", after: 0, upTo: far },
        "upTo",
      ],
      [
        "a delivery with a number far beyond",
        { ...others.find(isDelivery), delivery: far },
        "delivery",
      ],
      [
        "a delivery of a position far beyond",
        { ...others.find(isDelivery), positions: [far] },
        "positions.0",
      ],
    ])("%s", (_what, record, where) => {
      expect(read([{ seq: 1, at: 1, ...record }])).toThrow(
        `Record 1 is wrong (${where}): must be at most 1,000,000.`,
      );
    });

    it("a name of ten thousand characters, and a time that no calendar has", () => {
      expect(read([{ ...subscriber, name: "x".repeat(10_000) }])).toThrow("at most 100 characters");
      expect(read([{ ...subscriber, at: 1e300 }])).toThrow("must be a time");
    });

    it.each(["subscriber", "service", "delivery"])(
      "50,000 names in records of the kind %s",
      (kind) => {
        const records = Array.from({ length: 50_000 }, (_, n) => {
          if (kind === "subscriber") return { ...subscriber, name: `mine-${n}` };
          if (kind === "delivery") return { ...others.find(isDelivery), subscriber: `mine-${n}` };
          return { seq: n, at: n, kind, name: `mine-${n}`, state: "up", pid: 1 };
        });

        expect(read(records)).toThrow("The session has more than 100 subscribers and services.");
      },
    );
  });

  it("may repeat the state of a subscriber, out of order", () => {
    const [subscriber, ...rest] = recorded();

    expect(() => readSession(writeSession([{ ...subscriber!, seq: 500 }, ...rest]))).not.toThrow();
  });

  it.each([
    ["no JSON", "hello", "This file is not a JSON object."],
    ["a list", "[]", "This is not a session of the bus view."],
    ["another version", { version: 2, records: [] }, /has version 2; only 1 can be read/],
    ["no records", { records: "none" }, "The session has no list of records."],
    [
      "a broken record",
      { records: [{ seq: 1, at: 1, kind: "event" }] },
      /^Record 1 is wrong \(event\)/,
    ],
    [
      "an unknown record",
      { records: [{ seq: 1, at: 1, kind: "x" }] },
      /^Record 1 is wrong \(kind\)/,
    ],
    ["a wrong order", { records: [eventRecord(2), eventRecord(1)] }, "Record 2 is older than"],
    ["too much", { records: Array(MAX_RECORDS + 2000).fill(0) }, /more than 50,000 records/],
  ])("is refused with a reason when it is %s", (_what, content, reason) => {
    const frame = { format: "event-driven-blog/bus-session", version: 1 };
    const text = typeof content === "string" ? content : JSON.stringify({ ...frame, ...content });

    expect(() => readSession(text)).toThrow(reason);
  });

  it("never breaks the page, whatever is in it", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => readSession(text)).toThrow(/^This/);
      }),
    );
  });
});

function eventRecord(seq: number) {
  return { seq, at: 1, kind: "event", event: event(seq) };
}
