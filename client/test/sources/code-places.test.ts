// The inspector's tab "Code" keeps its word: what it says about the sources is in the sources.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contracts } from "@blog/common/events";
import { describe, expect, it } from "vitest";
import { codePlaces } from "../../src/bus-view/panels/inspector/code-places.ts";

const root = new URL("../../../", import.meta.url);

describe("The places in the code", () => {
  it("cover every contract, and nothing else", () => {
    expect([...codePlaces.keys()]).toEqual(Object.keys(contracts));
  });

  const all = [...codePlaces.values()].flatMap(({ contract, said, heard }) => [
    contract,
    ...said,
    ...heard,
  ]);

  it.each(all)("$file says “$code”", ({ service, file, code }) => {
    expect(file.split("/")[0]).toBe(service);
    expect(linesOf(file).some((line) => line.includes(code))).toBe(true);
  });

  it.each([...codePlaces])("name all who say %s, and all who hear it", (type, places) => {
    const apps = ["posts", "comments", "moderation"].map((name) => ({
      name,
      lines: linesOf(`${name}/src/app.ts`),
    }));
    const says = (line: string) => line.includes(`"${type}"`);
    const hears = (line: string) => new RegExp(`^(async )?${type}\\(`).test(line);
    const found = (matches: (line: string) => boolean) =>
      apps.flatMap(({ name, lines }) => lines.filter(matches).map(() => name));

    expect(places.said.map(({ service }) => service)).toEqual(found(says));
    expect(places.heard.map(({ service }) => service)).toEqual([...found(hears), "query"]);
  });
});

function linesOf(file: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(file, root)), "utf8");
  return text.split(/\r?\n/).map((line) => line.trim());
}
