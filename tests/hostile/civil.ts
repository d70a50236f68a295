// What every answer to a stranger must be, whatever the stranger sent.

import { expect } from "vitest";
import { runs } from "../kit/runs.ts";
import type { RawAnswer } from "./raw-http.ts";

/** How many inputs are tried for each property; FUZZ_RUNS=5000 for a long look. */
export const RUNS = Number(process.env.FUZZ_RUNS || runs(60));

/** For tests of so many runs, also on a slow machine. */
export const FUZZING = { timeout: 60_000 + 200 * RUNS };

// A line of a stack trace, a place in a source file, a folder of this machine.
const INSIDE = [/\n\s+at \S/, /\.[cm]?[jt]s:\d+/, /node_modules/, /node:internal/, /SQLITE|sqlite/];

/** Fails unless `answer` is one, is not our failure, shows nothing of the inside, and is problem+json if it refuses. */
export function expectCivil(answer: RawAnswer): void {
  const { status, headers, text, raw } = answer;
  const shown = raw.slice(0, 600);
  expect(status, `no answer: ${shown}`).toBeGreaterThanOrEqual(200);
  expect(status, shown).not.toBe(500);
  for (const secret of [...INSIDE, process.cwd()]) expect(text).not.toMatch(secret);
  if (status < 400) return;
  expect(headers.get("content-type"), shown).toMatch(/^application\/problem\+json/);
  // HEAD is answered without a body.
  if (text === "") return;
  const problem: unknown = JSON.parse(text);
  expect(problem).toMatchObject({ type: "about:blank", status, title: expect.any(String) });
}
