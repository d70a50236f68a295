// Prints "N passed, N failed, N skipped" from Vitest's JSON report. A test file that could not even be loaded has no
// tests to count, so it counts as one that failed. Ends with 1 when anything failed or nothing ran.

import { readFileSync } from "node:fs";

const [file] = process.argv.slice(2);
const { passed, failed, skipped } = count(readReport());
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function readReport() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function count(report) {
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
