// The imports between the files of the project, as their source states them. The rules about rooms are checked on these.

import { readFileSync } from "node:fs";
import { posix } from "node:path";

export interface Import {
  from: string;
  /** As it is written. */
  text: string;
  /** The file, from the root; empty where it belongs to a package that is not ours. */
  to: string;
  /** Gone when the code runs. */
  isType: boolean;
}

export function importsIn(path: string): Import[] {
  const found = withoutComments(path).matchAll(
    /\b(?:import|export)(?<type> type)?\b[^;"]*?"(?<text>[^"\n]+)"/g,
  );
  return [...found].map(({ groups }) => {
    const text = groups?.text ?? "";
    return { from: path, text, to: fileOf(path, text), isType: Boolean(groups?.type) };
  });
}

/** Where the packages of each scope are: those of a lab have its name. */
const SCOPES: Record<string, string> = {
  ...{ blog: "", labs: "labs/" },
  ...{ library: "labs/library/", shop: "labs/shop/" },
};

function fileOf(path: string, text: string): string {
  const {
    scope = "",
    part,
    file,
  } = /^@(?<scope>[^/]+)\/(?<part>[^/]+)\/(?<file>.+)$/.exec(text)?.groups ?? {};
  const folder = SCOPES[scope];
  if (folder !== undefined) return `${folder}${part}/src/${file}.ts`;
  return text.startsWith(".") ? posix.join(posix.dirname(path), text) : "";
}

/** Groups of files of which each imports, by way of others, all of its group. A group has at least two files. */
export function circlesAmong(imports: Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const reached = new Map([...targets.keys()].map((path) => [path, reachedFrom(path, targets)]));
  const reaches = (from: string, to: string) => reached.get(from)?.has(to) ?? false;
  const circles = [...reached.keys()]
    .filter((path) => reaches(path, path))
    .map((path) =>
      [...reached.keys()].filter((other) => reaches(path, other) && reaches(other, path)),
    );
  return [...new Set(circles.map((circle) => circle.toSorted().join(" ")))].map((circle) =>
    circle.split(" "),
  );
}

function reachedFrom(path: string, targets: Map<string, string[]>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...(targets.get(path) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(targets.get(next) ?? []));
  }
  return reached;
}

/** The source without comments that fill whole lines, and without block comments. */
export function withoutComments(path: string): string {
  return readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}
