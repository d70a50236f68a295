// What the pages show of the project is there: excerpts of code, files, commands of npm.

import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../project-files.ts";
import { readBlocks, readLinks } from "./markdown.ts";

const pages = filesOfTheProject().filter((path) => path.endsWith(".md"));

describe.each(pages)("%s", (page) => {
  it("shows code as it is in the file it names", () => {
    for (const { text, link, line } of readBlocks(page).filter(
      ({ language }) => language === "ts",
    )) {
      const source = readFileSync(posix.join(posix.dirname(page), link ?? ""), "utf8");

      expect(withoutIndents(source), `line ${line}`).toContain(withoutIndents(text));
    }
  });

  it("links to files that exist", () => {
    const local = readLinks(page).filter((link) => !/^(https?:|#)/.test(link));
    const missing = local.filter((link) => !existsSync(posix.join(posix.dirname(page), link)));

    expect(missing).toEqual([]);
  });

  it("names commands of npm that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = readFileSync(page, "utf8").matchAll(
      /(?<=`|^)npm (?:run )?(?!run|ci|install)([a-z][a-z:-]*)/gm,
    );

    for (const [, script = ""] of named) expect(Object.keys(scripts)).toContain(script);
  });
});

function withoutIndents(code: string): string {
  return code.replaceAll(/^ +/gm, "");
}
