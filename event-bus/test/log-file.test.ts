// The file of the log: what it remembers, whom it keeps out, and that no damage to it goes unnoticed.

import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Bus, openBus } from "../src/bus.ts";
import type { NewEvent } from "../src/log/stored-event.ts";
import { crashImage, newLogFile } from "./test-folder.ts";

function open(file: string): Bus {
  const bus = openBus({
    file,
    open: openSqlite,
    subscribers: [],
    createTransport() {
      throw new Error("Nothing is delivered in these tests.");
    },
  });
  onTestFinished(() => bus.close().catch(() => undefined));
  return bus;
}

function event(id: string): NewEvent {
  const data = JSON.stringify({ id, text: "some words ".repeat(12) });
  return { id, type: "T", attributes: '{"source":"test"}', data, extra: null };
}

/** What a bus leaves behind that dies after 30 events, all of them still in the write-ahead log. */
async function leaveBehind(): Promise<{ file: string; content: string }> {
  const file = newLogFile();
  const bus = open(file);
  for (let index = 0; index < 30; index += 1) await bus.append([event(`event-${index}`)]);
  return { file: crashImage(file), content: contentOf(bus) };
}

/** The same after an orderly stop: all of it is in the main file. */
async function leaveInOrder() {
  const { file, content } = await leaveBehind();
  const sqlite = openSqlite(file);
  sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite.close();
  return { file: crashImage(file), content };
}

function contentOf({ log }: Bus): string {
  // Not the text that is made of an event while it is in memory.
  return JSON.stringify([log.id, log.read(0, 1000).map(({ json: _, ...stored }) => stored)]);
}

/** "refused", or what is served after the damage. An id that is published again must still be known. */
async function whatBecomesOf(file: string): Promise<string> {
  try {
    const bus = open(file);
    const [position] = await bus.append([event("event-17")]);
    const content = contentOf(bus);
    await bus.close();
    return position === 18 ? content : "an id is not known any more";
  } catch {
    return "refused";
  }
}

/** What becomes of copies that have one bit flipped each. */
async function flipBits(file: string, suffix: string, places: number[]): Promise<Set<string>> {
  const bytes = readFileSync(file + suffix);
  const outcomes = new Set<string>();
  for (const [index, place] of places.entries()) {
    const copy = crashImage(file);
    const damaged = Buffer.from(bytes);
    damaged[place]! ^= 1 << (index % 8);
    writeFileSync(copy + suffix, damaged);
    outcomes.add(await whatBecomesOf(copy));
  }
  return outcomes;
}

describe("A log file", () => {
  it("has an identity that stays, and another one when it is made anew", async () => {
    const { file, content } = await leaveBehind();

    expect(contentOf(open(file))).toBe(content);
    expect(open(newLogFile()).log.id).not.toBe(JSON.parse(content)[0]);
  });

  it.each([
    ["main file", "", leaveInOrder],
    ["write-ahead log", "-wal", leaveBehind],
  ])(
    "is refused after a bit of its %s has flipped, wherever that matters",
    // A log is opened 150 times.
    { timeout: 90_000 },
    async (_, suffix, leave) => {
      const { file, content } = await leave();
      const { length } = readFileSync(file + suffix);
      const places = Array.from({ length: 150 }, (__, index) => Math.floor((length * index) / 150));

      const outcomes = await flipBits(file, suffix, places);

      // Some bytes of a page are not in use: there, nothing is lost.
      outcomes.delete(content);
      expect([...outcomes]).toEqual(["refused"]);
    },
  );

  it("is refused after any bit of an id has flipped: its own, an event's, or the index's", async () => {
    const { file, content } = await leaveInOrder();
    const bytes = readFileSync(file);
    const places: number[] = [];
    for (const id of [JSON.parse(content)[0], "event-17"]) {
      for (let at = bytes.indexOf(id); at >= 0; at = bytes.indexOf(id, at + 1)) {
        // One byte before, where SQLite keeps the type of what follows.
        places.push(...Array.from({ length: id.length + 1 }, (_, index) => at - 1 + index));
      }
    }
    const outcomes = await flipBits(file, "", places);

    // Some of them are left over from when a page was full, and mean nothing any more.
    outcomes.delete(content);
    expect([...outcomes]).toEqual(["refused"]);
  });

  it("is refused when its end is lost, even if no answer had confirmed it", async () => {
    const { file } = await leaveBehind();

    for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
      const copy = crashImage(file);
      truncateSync(`${copy}-wal`, Math.floor(statSync(`${copy}-wal`).size * share));

      expect(() => open(copy)).toThrow(/damaged: of 30 events it accepted, it holds \d+/);
    }
  });

  it("may be moved away: a new log begins, and what was known about the old one is forgotten", async () => {
    const { file } = await leaveBehind();
    for (const suffix of ["", "-wal"]) rmSync(file + suffix);

    const { log, append } = open(file);
    await append([event("the first")]);

    expect(log.tail()).toBe(1);
    expect(open(crashImage(file)).log.tail()).toBe(1);
  });

  it("is refused when it is no log at all", () => {
    const file = newLogFile();
    writeFileSync(file, "This is a letter, not a database. ".repeat(200));

    expect(() => open(file)).toThrow("not a database");
  });
});
