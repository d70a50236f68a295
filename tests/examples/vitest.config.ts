// Runs the examples that tests of the tests look at; they are no part of the project's own run.

import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["tests/examples/*.example.ts"] } });
