// A browser that translates the page must not break it: see mixed-text.ts.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { mixedTextIn } from "./mixed-text.ts";

const root = new URL("../../../", import.meta.url);
const components = filesOfTheProject().filter((path) => /^client\/src\/.*\.tsx$/.test(path));

describe("Text that changes", () => {
  it.each([
    "<p>at {time}</p>",
    "<p>{count} posts</p>",
    "<p>{isOpen && <b />} words</p>",
    "<p>{first}{second}</p>",
    "<b>{label}{hint && <i />}</b>",
    "<p>{a ? <b /> : text} <i /></p>",
  ])("is found where it is not alone: %s", (element) => {
    expect(mixedTextIn("a.tsx", `const a = ${element};`)).toEqual([element]);
  });

  it.each([
    "<p>{`at ${time}`}</p>",
    "<p><b>{count}</b> <i>{word}</i>{isOpen && <em>words</em>}</p>",
    "<p>words <code>x</code> that stay</p>",
    "<ul>{posts.map((post) => <li />)}<li /></ul>",
    '<p translate="no">at {time}</p>',
  ])("may be alone, or not translated: %s", (element) => {
    expect(mixedTextIn("a.tsx", `const a = ${element};`)).toEqual([]);
  });

  it("is alone in its element, on every page", () => {
    const found = components.flatMap((path) => {
      const source = readFileSync(fileURLToPath(new URL(path, root)), "utf8");
      return mixedTextIn(path, source).map((element) => `${path}: ${element}`);
    });

    expect(components.length).toBeGreaterThan(50);
    expect(found).toEqual([]);
  });
});
