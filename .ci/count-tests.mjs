// Prints the ten slowest files of Vitest's JSON report, and last "N passed, N failed, N skipped". A test file that could not even be loaded has no
// tests to count, so it counts as one that failed. Ends with 1 when anything failed or nothing ran.

import { readFileSync } from "node:fs";
import { relative } from "node:path";

const [file] = process.argv.slice(2);
const report = readReport();
for (const { name, seconds } of slowest())
  console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
const { passed, failed, skipped } = count();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function readReport() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function slowest() {
  const files = (report?.testResults ?? []).map(({ name, startTime, endTime }) => ({
    name: relative(process.cwd(), name),
    seconds: (endTime - startTime) / 1000,
  }));
  return files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
}

function count() {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
