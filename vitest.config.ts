// Three kinds of tests. What starts whole blogs runs last and one file at a time: six processes fill a small machine. What
// takes long runs with `npm run test:full` (mode "full") and in CI (FULL=1): each fault with processes of its own, the images,
// the benchmarks, each part swapped for one of the course's, every command of the documentation, the memory while strangers do
// their worst, services replaced under load, and in the browser all but the blog itself and the truth of what the page of the bus draws.

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const TAKES_LONG = [
  "tests/faults/**",
  "tests/images/**",
  "tests/bench/**",
  "tests/course/**",
  "tests/docs/{commands,postman-collection}.test.ts",
  "tests/hostile/memory.test.ts",
  "tests/system/deletions.test.ts",
  "tests/system/rollout.test.ts",
  "tests/browser/!(blog).test.ts",
  "tests/browser/bus/!(truth).test.ts",
];

// On two processors, Vitest would use one.
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig(({ mode }) => {
  const isFull = mode === "full" || process.env.FULL === "1";
  return {
    test: {
      setupFiles: ["tests/unexpected-errors.ts"],
      // Failures are part of most tests; what is logged about them is looked at by the tests that are about it.
      env: { LOG_LEVEL: "silent", FULL: isFull ? "1" : "" },
      restoreMocks: true,
      // Far more than any of them needs: a busy machine is no failure.
      testTimeout: 20_000,
      coverage: {
        include: ["common/src/**", "event-bus/src/**"],
        // These run in processes of their own, which tests start and end, and V8 counts only in this one.
        exclude: [
          "**/main.ts",
          "**/run.ts",
          "**/tracing.ts",
          "**/otlp-exporter.ts",
          "**/traced-transport.ts",
        ],
        thresholds: { "common/src/**": { lines: 95 }, "event-bus/src/**": { lines: 95 } },
      },
      projects: [
        {
          extends: true,
          test: {
            name: "services",
            include: ["*/test/**/*.test.ts", "tests/*.test.ts"],
            // Files share a process and all that it has imported, which takes half of the time. So a hook belongs to a file
            // or to a test: in a helper's own body, only the first file to import it would have it.
            isolate: false,
            maxWorkers,
            sequence: { groupOrder: 0 },
          },
        },
        {
          extends: true,
          test: {
            name: "client",
            include: ["client/test/**/*.test.tsx"],
            environment: "jsdom",
            maxWorkers,
            sequence: { groupOrder: 0 },
          },
        },
        {
          extends: true,
          test: {
            name: "system",
            include: ["tests/*/**/*.test.ts"],
            exclude: isFull ? [] : TAKES_LONG,
            testTimeout: 60_000,
            hookTimeout: 60_000,
            // A fact may be late on a busy machine; it is waited for no longer than it takes.
            expect: { poll: { timeout: 20_000 } },
            fileParallelism: false,
            sequence: { groupOrder: 1 },
          },
        },
      ],
    },
  };
});
