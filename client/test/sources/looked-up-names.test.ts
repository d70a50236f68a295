// Types, ids and names of services come from outside, and "constructor" is one that every object has. So the page, its
// gateway, the lab and the runner look names up in a Map; an object is indexed by a union that the compiler knows.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../../tests/project-files.ts";

const root = new URL("../../../", import.meta.url);
const FOLDERS = /^(client\/(src|server)|event-bus\/src\/lab|infra\/local)\/.*\.tsx?$/;
const files = filesOfTheProject().filter((path) => FOLDERS.test(path));

/** Lookups by a name in something that takes any name: `table[name]`, `name in table`, `{ … }[event.key]`. */
function lookupsIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const tables = [...code.matchAll(/\b(\w+)\??: (?:Readonly<)?Record<string,/g)].map(
    ([, name]) => name,
  );
  const patterns = [
    /\}\s*\[[^\]]*\bkey\]/g,
    ...tables.map(
      (name) => new RegExp(`\\b${name}(\\?\\.)?\\[(?!["'\\d])[^\\]]+\\]|\\bin ${name}\\b`, "g"),
    ),
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([found]) => found));
}

describe("Names from outside", () => {
  it("are found where they are looked up in an object", () => {
    const tables =
      "const letters: Record<string, string> = {}; const homes: Record<string, 1> = {};";

    expect(
      lookupsIn(`${tables} letters[type ?? ""]; name in homes; ({ a: 1 })[event.key];`),
    ).toEqual([`letters[type ?? ""]`, "in homes"]);
    expect(lookupsIn("const next = { End: 1 }[event.key];")).toHaveLength(1);
    expect(lookupsIn(`${tables} letters["P"]; Object.keys(homes);`)).toEqual([]);
  });

  // Indexed by names of ours: variables of the environment, and services of the plan.
  const OWN = ["infra/local/services.ts", "infra/local/banner.ts"];

  it("are never looked up in an object that takes any name", () => {
    const found = files
      .filter((path) => !OWN.includes(path))
      .flatMap((path) => {
        const source = readFileSync(fileURLToPath(new URL(path, root)), "utf8");
        return lookupsIn(source).map((lookup) => `${path}: ${lookup}`);
      });

    expect(files.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});
