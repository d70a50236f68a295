// The inspector's tab "Code" is true: every place it names is in the sources.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contracts } from "@blog/common/events";
import { describe, expect, it } from "vitest";
import type { CodePlace } from "../../src/systems/system.ts";
import { eventTypes } from "../../src/systems/blog/event-types.ts";

const root = new URL("../../../", import.meta.url);

describe("The places in the code", () => {
  it("cover every contract, and nothing else", () => {
    expect([...eventTypes.keys()]).toEqual(Object.keys(contracts));
  });

  const all = [...eventTypes.values()].flatMap(({ declared, published, handled }) => [
    declared,
    ...published,
    ...handled,
  ]);

  it.each(all)("$file has “$code”", ({ file, code }) => {
    expect(linesOf(file).some((line) => line.includes(code))).toBe(true);
  });

  it.each([...eventTypes])(
    "name every publisher of %s, and every handler",
    (type, { published, handled }) => {
      const apps = ["posts", "comments", "moderation"].map((name) => ({
        name,
        lines: linesOf(`${name}/src/app.ts`),
      }));
      const publishes = (line: string) => line.includes(`"${type}"`);
      const handles = (line: string) => new RegExp(`^(async )?${type}\\(`).test(line);
      const found = (matches: (line: string) => boolean) =>
        apps.flatMap(({ name, lines }) => lines.filter(matches).map(() => name));

      expect(published.map(serviceOf)).toEqual(found(publishes));
      expect(handled.map(serviceOf)).toEqual([...found(handles), "query"]);
    },
  );
});

function serviceOf({ file }: CodePlace): string | undefined {
  return file.split("/")[0];
}

function linesOf(file: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(file, root)), "utf8");
  return text.split(/\r?\n/).map((line) => line.trim());
}
