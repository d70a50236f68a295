// The truth test: whatever happens to deliveries, every mark that the page has drawn at the end is what the subscribers'
// own journals contain. 150 events, with FULL=1 a thousand; TRUTH_SEED repeats the accidents of a run.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../chaos/processes/random.ts";
import { requires } from "../../requires.ts";
import { type Blog, startBlog } from "../../kit/blog.ts";
import { useBrowser } from "../open-browser.ts";
import { type DrawnMark, type DrawnMarks, readStripMarks, readTableMarks } from "./drawn-marks.ts";
import { type Journal, startJournal } from "./journal.ts";
import { createLab, type Lab } from "./lab.ts";
import { allAreServed, sufferAccidents } from "./random-accidents.ts";

const EVENTS = process.env.FULL === "1" ? 1000 : 150;
const seed = Number(process.env.TRUTH_SEED || Math.floor(Math.random() * 2 ** 32));

interface ExpectedMark extends DrawnMark {
  /** A twin of it may not have reached the subscriber: the page has seen it fail, and no journal could. */
  mayHaveFailed?: boolean;
}

type ExpectedMarks = Map<string, ExpectedMark>;

const kinds = { applied: "done", duplicate: "duplicate", ignored: "ignored", skipped: "skipped" };

requires("chromium")("The marks on the page of the bus", (chromium) => {
  const openPage = useBrowser(chromium);
  let blog: Blog;
  let lab: Lab;
  let journals: Journal[];

  beforeAll(async () => {
    journals = await Promise.all(["ash", "birch", "cedar"].map(startJournal));
    const subscribers = journals.map(({ name, url }) => `${name}=${url}`).join(",");
    blog = await startBlog({
      only: ["event-bus", "client"],
      env: { LAB: "1" },
      envOf: { "event-bus": { SUBSCRIBERS: subscribers, PARK_AFTER: "3" } },
    });
    lab = createLab(blog.urls.client);
  });
  afterAll(async () => {
    for (const journal of journals) await journal.close();
  });

  describe(`After ${EVENTS} events with accidents (TRUTH_SEED=${seed})`, () => {
    it("are what the journals of the subscribers contain", { timeout: 400_000 }, async () => {
      const page = await openPage(`${blog.urls.client}/bus`, {
        viewport: { width: 1600, height: 1000 },
        // There is no query here.
        expectFailures: true,
      });
      await page.getByText("Live", { exact: true }).waitFor();

      const random = createRandom(seed);
      const discarded = await sufferAccidents({ lab, journals, random }, EVENTS);
      await lab.control("reset");
      const tail = await lab.tail();
      await allAreServed(lab, tail);
      const expected = await marksInJournals(tail, discarded);
      await page.getByText(`${tail.toLocaleString("en")} in the log`).waitFor();
      await page.getByText("Live", { exact: true }).waitFor({ timeout: 400_000 });

      expect(tail).toBe(EVENTS);
      console.info(`${describeKinds(expected)}; TRUTH_SEED=${seed}`);
      const strip = await readStripMarks(page);
      expect(differences(strip, expected)).toEqual([]);
      await page.getByRole("tab", { name: "Table" }).click();
      const table = await readTableMarks(page);
      expect(differences(table, expected)).toEqual([]);
    });
  });

  async function marksInJournals(tail: number, discarded: Set<string>): Promise<ExpectedMarks> {
    const facts = await lab.subscribers();
    const marks: ExpectedMarks = new Map();
    for (const journal of journals) {
      const parked = new Set(facts.get(journal.name)?.parked);
      for (let position = 1; position <= tail; position += 1) {
        const key = `${journal.name} #${position}`;
        if (parked.has(position)) marks.set(key, setAside("parked"));
        else if (discarded.has(key)) marks.set(key, setAside("discarded"));
        else marks.set(key, markInJournal(journal, position));
      }
    }
    return marks;
  }
});

/** What the last delivery came to that reached it. One that never did has no mark there either. */
function markInJournal(journal: Journal, position: number): ExpectedMark {
  const last = journal.of(position).at(-1);
  // "I am further already" comes to the same as "I know it".
  const isBehind = last?.resumeAfter !== undefined && last.resumeAfter >= position;
  const effect = isBehind ? "duplicate" : last?.effects[last.positions.indexOf(position)];
  if (!last || !effect) return { kind: "never done", number: "", isByHand: false };
  const kind = kinds[effect];
  // The same as the one before it, which was a success, under the same number: the lab's twin.
  const before = journal.receipts[journal.receipts.indexOf(last) - 1];
  const isTwin =
    before?.status === 200 &&
    before.attempt === last.attempt &&
    String(before.positions) === String(last.positions);
  return {
    kind,
    number: kind === "done" && last.attempt > 1 ? String(last.attempt) : "",
    isByHand: last.isLate || isTwin,
    mayHaveFailed: last.isLast,
  };
}

/** The journal does not know how often it was redriven: that is not compared. */
function setAside(kind: string): DrawnMark {
  return { kind, number: "", isByHand: false };
}

function differences(drawn: DrawnMarks, expected: ExpectedMarks): string[] {
  const found: string[] = [];
  for (const [key, mark] of expected) {
    const seen = drawn.get(key);
    const isSetAside = mark.kind === "parked" || mark.kind === "discarded";
    const isSame = isSetAside ? seen?.kind === mark.kind : inWords(seen) === inWords(mark);
    const isLostTwin = mark.mayHaveFailed && seen?.kind === "failed" && seen.isByHand;
    if (!isSame && !isLostTwin)
      found.push(`${key}: drawn ${inWords(seen)}, in the journal ${inWords(mark)}`);
  }
  return found;
}

function inWords(mark: DrawnMark | undefined): string {
  if (!mark) return "nothing";
  return [mark.kind, mark.number, mark.isByHand && "by hand"].filter(Boolean).join(" ");
}

function describeKinds(marks: ExpectedMarks): string {
  const counts = new Map<string, number>();
  for (const { kind } of marks.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
}
