// The checker, against known mistakes in the real code (bugs.ts): each is made visible by a schedule that leads there, and the
// same schedule without the mistake ends well.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pause } from "@blog/common/base/backoff";
import { describe, expect, it } from "vitest";
import { violations } from "../checker.ts";
import { type Bugs, bugs } from "./bugs.ts";
import { type Operation, perform } from "./operations.ts";
import { startSystem, type System } from "./system.ts";

function times(count: number, ...names: Operation["name"][]): Operation[] {
  return Array.from({ length: count }, () => names)
    .flat()
    .map((name) => ({ name, which: 8 }));
}

/** What has to happen for a mistake to do harm, and the promise that is broken then. */
const cases: Record<keyof typeof bugs, [Operation[], RegExp]> = {
  "deletes an outbox row before the bus has it": [
    times(15, "loseRequest", "write", "work"),
    /I11:/,
  ],
  "does not remember ids": [times(5, "write", "work", "loseCursor"), /I7:/],
  "moves the checkpoint before the effect": [times(15, "write", "crashAfterCommit", "work"), /I9:/],
  "moves the checkpoint after the effect": [times(15, "write", "crashAfterCommit", "work"), /I7:/],
  "skips poison silently": [times(6, "poison", "write", "write", "write", "work", "work"), /I9:/],
  "does not notice a gap": [times(5, "write", "work", "work", "restore"), /I9:/],
  "does not compare histories": [
    [
      ...times(1, "write", "work", "backUpBus"),
      ...times(5, "write", "work", "work"),
      ...times(1, "restoreBus"),
      // Not yet delivered when the cursor is pushed beyond them.
      ...times(3, "write"),
      { name: "work", which: 3 },
      ...times(1, "pushCursor", "work"),
      ...times(5, "write", "work"),
    ],
    /I9:/,
  ],
  "answers before the commit": [times(5, "write", "work", "crashBus"), /I11:/],
};

/** Nothing waits, nothing is under way: what is there now is all there will be. */
async function settle(system: System): Promise<string[]> {
  system.faults.disarm();
  for (const journal of system.journals) journal.poison.clear();
  for (let quiet = 0; quiet < 15; await pause(10)) {
    const { subscriptions, log } = system.bus();
    const waiting = await Promise.all(system.publishers.map((each) => each.waiting()));
    const cursors = [...subscriptions.values()].map((each) => each.cursor());
    const isQuiet = waiting.every((n) => n === 0) && cursors.every((at) => at === log.tail());
    quiet = isQuiet ? quiet + 1 : 0;
  }
  return violations(await system.observe());
}

async function outcomeOf(schedule: Operation[], mistakes: Bugs): Promise<string[]> {
  const system = await startSystem(mkdtempSync(join(tmpdir(), "blog-chaos-")), mistakes);
  for (const operation of schedule) await perform(system, operation);
  const found = await settle(system);
  await system.stop();
  return found;
}

describe("The checker finds code that", () => {
  it.each(Object.entries(cases))("%s", async (name, [schedule, broken]) => {
    // On a busy machine the accident may come before there was anything to lose: then once more.
    const outcome = () => outcomeOf(schedule, bugs[name]!).then((found) => found.join("\n"));
    await expect.poll(outcome, { timeout: 50_000 }).toMatch(broken);
    expect(await outcomeOf(schedule, {})).toEqual([]);
  });
});
