// The inspector's tab "Code" is true: every place it names is in the sources.

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

  const all = [...codePlaces.values()].flatMap(({ contract, published, handled }) => [
    contract,
    ...published,
    ...handled,
  ]);

  it.each(all)("$file has “$code”", ({ service, file, code }) => {
    expect(file.split("/")[0]).toBe(service);
    expect(linesOf(file).some((line) => line.includes(code))).toBe(true);
  });

  it.each([...codePlaces])("name every publisher of %s, and every handler", (type, places) => {
    const apps = ["posts", "comments", "moderation"].map((name) => ({
      name,
      lines: linesOf(`${name}/src/app.ts`),
    }));
    const publishes = (line: string) => line.includes(`"${type}"`);
    const handles = (line: string) => new RegExp(`^(async )?${type}\\(`).test(line);
    const found = (matches: (line: string) => boolean) =>
      apps.flatMap(({ name, lines }) => lines.filter(matches).map(() => name));

    expect(places.published.map(({ service }) => service)).toEqual(found(publishes));
    expect(places.handled.map(({ service }) => service)).toEqual([...found(handles), "query"]);
  });
});

function linesOf(file: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(file, root)), "utf8");
  return text.split(/\r?\n/).map((line) => line.trim());
}
