// Runs the examples that tests of the tests look at; they are no part of the project's own run.

import { defineConfig } from "vitest/config";

const withoutPrograms = { include: ["tests/examples/*.example.ts"] };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "skipped", ...withoutPrograms, env: { PATH: "", REQUIRE_ALL: "" } } },
      { test: { name: "promised", ...withoutPrograms, env: { PATH: "", REQUIRE_ALL: "1" } } },
    ],
  },
});
