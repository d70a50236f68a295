// What a checkout and its commands need on Windows and macOS, as far as any system can see it. The workflow runs `npm test` there.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "./project-files.ts";

const files = filesOfTheProject();

/** Of devices, since the days of DOS, with any ending. */
const DEVICE = /(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:\/|$)/i;

describe("A checkout", () => {
  it("has no name that Windows cannot write", () => {
    const bad = files.filter((path) => /[:*?"<>|\\]|[ .](?:\/|$)/.test(path) || DEVICE.test(path));

    expect(bad).toEqual([]);
  });

  it("has no two names that differ in case alone", () => {
    const names = files.map((path) => path.toLowerCase());

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("fits a path of 260 characters, below a folder of a hundred", () => {
    expect(files.filter((path) => path.length > 150)).toEqual([]);
  });

  it("keeps its line ends: what is compared byte by byte has them everywhere", () => {
    expect(readFileSync(".gitattributes", "utf8")).toContain("* text=auto eol=lf");
  });
});

describe("A script of a package", () => {
  // cmd.exe knows `&&` and double quotes; not these.
  const POSIX_ONLY = /'|;|\$|`|^\w+=|&& \w+=|(?:^|&& )(?:rm|cp|mv|cat|export|test|\[) /;
  const scripts = files
    .filter((path) => /(?:^|\/)package\.json$/.test(path))
    .flatMap((path) => {
      const { scripts: own = {} } = JSON.parse(readFileSync(path, "utf8")) as {
        scripts?: Record<string, string>;
      };
      return Object.entries(own).map(([name, line]) => ({ script: `${path} ${name}`, line }));
    });

  it("can be run by any shell", () => {
    expect(scripts.length).toBeGreaterThan(10);
    expect(scripts.filter(({ line }) => POSIX_ONLY.test(line))).toEqual([]);
  });
});
