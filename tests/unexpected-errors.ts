// Runs before every test file: a console.error that the test did not expect fails the test. One that is expected is
// replaced by the test itself: vi.spyOn(console, "error").mockImplementation(() => {}).

import { afterEach, beforeEach, expect } from "vitest";

const original = console.error;
let unexpected: unknown[][] = [];

beforeEach(() => {
  unexpected = [];
  console.error = (...words: unknown[]) => {
    unexpected.push(words);
    original(...words);
  };
});

afterEach(() => {
  console.error = original;
  expect(unexpected, "console.error was called").toEqual([]);
});
