// Prints what a run of the tests came to: the ten slowest files of Vitest's JSON report, the files that failed once and passed when
// they were run again (the second report), and last "N passed, N failed, N skipped". A test file that could not even be loaded has no
// tests to count, so it counts as one that failed. Ends with 1 when anything failed or nothing ran.
//
// `--failed`: prints only the files to run again, one a line. Of more than three none: that many are no accident.

import { readFileSync } from "node:fs";
import { relative } from "node:path";

const MAX_AGAIN = 3;
const NO_REPORT = "no report that can be read";

const [option, ...others] = process.argv.slice(2);
const isQuestion = option === "--failed";
const [first, second] = (isQuestion ? others : [option, ...others]).map(readReport);

if (isQuestion) {
  const files = first.filter(({ name, isFailed }) => isFailed && name !== NO_REPORT);
  if (files.length <= MAX_AGAIN) for (const { name } of files) console.log(name);
} else {
  report();
}

function report() {
  const slowest = first.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
  for (const { name, seconds } of slowest)
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);

  const again = new Map((second ?? []).map((file) => [file.name, file]));
  for (const { name, isFailed } of again.values())
    if (!isFailed) console.log(`Failed once, and passed when it was run again: ${name}`);

  const files = first.map((file) => again.get(file.name) ?? file);
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** The test files of a run; one that failed where there is no report that can be read. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).testResults.map(toFile);
  } catch {
    return [{ name: NO_REPORT, seconds: 0, isFailed: true, passed: 0, failed: 1, skipped: 0 }];
  }
}

function toFile({ name, status, startTime, endTime, assertionResults }) {
  const count = (...statuses) =>
    assertionResults.filter((test) => statuses.includes(test.status)).length;
  const isFailed = status === "failed";
  const failed = count("failed");
  return {
    name: relative(process.cwd(), name),
    seconds: (endTime - startTime) / 1000,
    isFailed,
    passed: count("passed"),
    // A hook that fails leaves its tests skipped.
    failed: isFailed && failed === 0 ? 1 : failed,
    skipped: count("pending", "skipped", "todo", "disabled"),
  };
}
