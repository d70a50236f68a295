// The packages of this checkout for a copy of some of its files, which is run or compiled as a project of its own.

import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const { workspaces } = readJson("package.json") as { workspaces: string[] };
const nameOf = (part: string) => (readJson(`${part}/package.json`) as { name: string }).name;

/** Links the packages of this checkout, but those whose names match `without`, and the workspaces of the copy. */
export function linkModules(copy: string, without?: RegExp): void {
  const ours = new Map(workspaces.map((part) => [nameOf(part), join(copy, part)]));
  for (const name of new Set([...packagesIn("node_modules"), ...ours.keys()])) {
    if (without?.test(name)) continue;
    const link = join(copy, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(ours.get(name) ?? resolve("node_modules", name), link, "junction");
  }
}

function packagesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(folder, name)).map((part) => `${name}/${part}`) : name,
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
