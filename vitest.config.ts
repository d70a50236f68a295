// Three kinds of tests. What starts whole blogs runs last, and few files at a time, most of it on one blog that is started once
// (tests/kit/shared-blog.ts): six processes fill a small machine. What takes long runs with `npm run test:full` (mode "full") and in CI (FULL=1): each fault with processes of its own, the images,
// the benchmarks, each part swapped for one of the course's, every command of the documentation, the memory while strangers do
// their worst, services replaced under load, and in the browser all but the blog itself and the truth of what the page of the bus draws.

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const TAKES_LONG = [
  "tests/faults/{f[0-9]*,among-original-parts}.test.ts",
  "tests/images/**",
  "tests/bench/**",
  "tests/course/**",
  "tests/docs/{commands,postman-collection}.test.ts",
  "tests/hostile/memory.test.ts",
  "tests/labs/library/{away,bench,bus-page,images,killed,kubernetes,page,postgres,running}.test.ts",
  "tests/labs/shop/{bench,engines,page,running,user-postgres,chaos/chaos}.test.ts",
  "tests/scale/rabbitmq-queues.test.ts",
  "tests/system/deletions.test.ts",
  "tests/system/{rollout,two-systems}.test.ts",
  "tests/browser/!(blog).test.ts",
  "tests/browser/bus/!(truth).test.ts",
];

// These start no processes of their own, so they run beside each other like those of a service.
const IN_PROCESS = [
  "tests/*.test.ts",
  "tests/chaos/{in-process,model}/*.test.ts",
  "tests/docs/!(commands|postman-collection).test.ts",
  "tests/faults/discarded-event.test.ts",
  "tests/hostile/!(memory).test.ts",
  "tests/scale/event-bus-http.test.ts",
];

// Half of a test's time is waiting: for a process, for a retry, for an animation. So there are more workers than processors.
const maxWorkers = availableParallelism() + 1;

export default defineConfig(({ mode }) => {
  const isFull = mode === "full" || process.env.FULL === "1";
  return {
    test: {
      setupFiles: ["tests/unexpected-errors.ts"],
      // Failures are part of most tests; what is logged about them is looked at by the tests that are about it.
      env: { LOG_LEVEL: "silent", FULL: isFull ? "1" : "" },
      restoreMocks: true,
      // Far more than any of them needs: a busy machine is no failure, and a fact is waited for no longer than it takes.
      testTimeout: 90_000,
      hookTimeout: 120_000,
      expect: { poll: { timeout: 20_000 } },
      coverage: {
        include: ["common/src/**", "event-bus/src/**"],
        // These run in processes of their own, which tests start and end, and V8 counts only in this one.
        exclude: [
          "**/main.ts",
          "**/run.ts",
          "**/tracing.ts",
          "**/tracing-sdk.ts",
          "**/traced-transport.ts",
        ],
        thresholds: { "common/src/**": { lines: 95 }, "event-bus/src/**": { lines: 95 } },
      },
      projects: [
        {
          extends: true,
          test: {
            name: "services",
            include: ["*/test/**/*.test.ts", "labs/**/test/**/*.test.ts", ...IN_PROCESS],
            setupFiles: ["tests/unexpected-errors.ts", "tests/kit/setup.ts"],
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
            setupFiles: ["tests/unexpected-errors.ts", "client/test/setup.tsx"],
            isolate: false,
            maxWorkers,
            sequence: { groupOrder: 0 },
          },
        },
        {
          extends: true,
          test: {
            name: "system",
            include: ["tests/*/**/*.test.ts"],
            exclude: isFull ? IN_PROCESS : [...IN_PROCESS, ...TAKES_LONG],
            setupFiles: ["tests/unexpected-errors.ts", "tests/kit/setup.ts"],
            isolate: false,
            // The long tests measure, and fill the machine by themselves.
            maxWorkers: isFull ? 1 : 2,
            sequence: { groupOrder: 1 },
          },
        },
      ],
    },
  };
});
