// The way of one event through the code, as a reader walks it: each file of the lesson names the next one in its last line.
// `npx tsx tests/lesson.ts` prints it, with what it asks of a reader.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Import, importsIn } from "./imports.ts";

const FIRST = "posts/src/app.ts";
const NEXT = /^\/\/ Next: (?<path>[\w./-]+\.ts)/m;

/** The files in the order in which each names the next. */
export function lesson(): string[] {
  const files = [FIRST];
  for (;;) {
    const next = NEXT.exec(readFileSync(files.at(-1)!, "utf8"))?.groups?.path;
    if (next === undefined || files.includes(next)) return files;
    files.push(next);
  }
}

/** What a reader needs besides the lesson itself, its rooms and base: each is a look aside, and a return. */
export function returns(files: string[]): Import[] {
  const isNear = (from: string, to: string) =>
    files.includes(to) ||
    roomOf(from) === roomOf(to) ||
    /^common\/src\/(base|messaging)\//.test(to);
  return files
    .flatMap(importsIn)
    .filter(({ from, to, isType }) => to && !isType && !isNear(from, to));
}

export function linesOf(path: string): number {
  return readFileSync(path, "utf8").trimEnd().split("\n").length;
}

const roomOf = (path: string): string => path.split("/").slice(0, -1).join("/");

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const files = lesson();
  for (const file of files) console.log(`${String(linesOf(file)).padStart(5)}  ${file}`);
  const lines = files.reduce((sum, file) => sum + linesOf(file), 0);
  console.log(
    `${String(lines).padStart(5)}  lines in ${files.length} files, and these looks aside:`,
  );
  for (const { from, to } of returns(files)) console.log(`       ${from} → ${to}`);
}
