// The page of a system loads the code of no other one: each description is imported in one place, when it is asked for.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importsIn } from "../../../tests/imports.ts";
import { filesOfTheProject } from "../../../tests/project-files.ts";

const CHOICE = "client/src/systems/load-system.ts";
const files = filesOfTheProject().filter((path) => /^client\/src\/.*\.tsx?$/.test(path));
const systemOf = (path: string) => /^client\/src\/systems\/([^/]+)\//.exec(path)?.[1];

describe("The description of a system", () => {
  it("is imported by no file outside of it, but where one is chosen", () => {
    const foreign = files
      .flatMap(importsIn)
      .filter(({ from, to }) => systemOf(to) && systemOf(to) !== systemOf(from) && from !== CHOICE);

    expect(foreign.map(({ from, text }) => `${from} imports ${text}`)).toEqual([]);
  });

  it("is loaded there when the page asks for it, and not before", () => {
    const source = readFileSync(CHOICE, "utf8");

    expect(source).toMatch(/await import\("\.\/blog\/blog\.ts"\)/);
    expect(source).not.toMatch(/^import (?!type)/m);
  });
});
