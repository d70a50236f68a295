// Runs with every test file: what the file has started is stopped, and a test that failed is explained by what the services of
// its blog have logged meanwhile.

import { afterAll, afterEach } from "vitest";
import { stopAllOfThisFile } from "./after-file.ts";
import { takeRecentLines } from "./blog.ts";

const SHOWN = 150;

afterEach(({ task }) => {
  const lines = takeRecentLines();
  if (task.result?.state === "fail" && lines.length > 0)
    process.stdout.write(`${lines.slice(-SHOWN).join("\n")}\n`);
});
afterAll(stopAllOfThisFile);
