// Titles and comments are written by strangers. React shows text as text, unless a component asks for HTML: none does.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../project-files.ts";

describe("The page", () => {
  it("makes no HTML, no script and no style out of text", () => {
    const sources = filesOfTheProject().filter((path) =>
      /^client\/(src|public)\/.*\.(tsx?|js)$/.test(path),
    );

    const daring = sources.filter((path) =>
      /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/.test(
        readFileSync(path, "utf8"),
      ),
    );

    expect(sources.length).toBeGreaterThan(10);
    expect(daring).toEqual([]);
  });
});
