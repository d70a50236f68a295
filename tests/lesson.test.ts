// The way of one event is short, goes in one direction, and is the one that README names. The ceilings only go down.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { lesson, linesOf, returns } from "./lesson.ts";

const files = lesson();

it("The lesson is what README names, in the same order", () => {
  const section = /## Read it\n(?<text>[\s\S]*?)\n## /.exec(readFileSync("README.md", "utf8"));
  const links = [...(section?.groups?.text ?? "").matchAll(/^\d+\. .*?\]\((?<path>[^)]+)\)/gm)];

  expect(links.map(({ groups }) => groups?.path)).toEqual(files);
});

it("The lesson ends where the view begins, and is read in one sitting", () => {
  expect(files.at(-1)).toBe("query/src/view.ts");
  expect(files.length).toBeLessThanOrEqual(7);
  expect(files.reduce((sum, path) => sum + linesOf(path), 0)).toBeLessThanOrEqual(916);
});

it("The lesson is understood with few looks aside", () => {
  expect(returns(files).map(({ from, to }) => `${from} → ${to}`)).toEqual([
    "posts/src/app.ts → common/src/http/idempotency.ts",
    "posts/src/app.ts → common/src/events.ts",
    "posts/src/app.ts → common/src/http/service.ts",
    "event-bus/src/log/event-log.ts → common/src/database/database-file.ts",
  ]);
});
