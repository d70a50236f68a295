// What can be left out: a folder is deleted, in each main.ts and where an engine is chosen the lines that name something of it,
// and the rest still compiles. So nothing that stays has come to depend on it.

import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { importsIn } from "../imports.ts";
import { filesOfTheProject } from "../project-files.ts";

const PRODUCT =
  /^((common|event-bus|posts|comments|moderation|query)\/(src\/|api-docs\.ts$|package\.json$)|client\/gateway\/|client\/package\.json$|infra\/local\/|package\.json$|tsconfig\.json$)/;
const EDGES =
  /\/main\.ts$|^common\/src\/wire\/connect-event-bus\.ts$|^common\/src\/database\/open-database\.ts$/;

const product = filesOfTheProject().filter((path) => PRODUCT.test(path));
const folder = mkdtempSync(join(tmpdir(), "deletions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe("Everything else compiles without", () => {
  it.each([
    ["moderation", /^moderation\//],
    ["all that makes it faster", /^(common|event-bus|query)\/src\/speed\//],
    ["the descriptions of the APIs", /\/api-docs(\.ts$|\/)/],
    ["NATS", /^common\/src\/engines\/nats\//],
    ["PostgreSQL", /^common\/src\/engines\/postgres\//],
    ["the event bus, where NATS takes over", /^event-bus\/|^infra\/local\//],
    ["the gateway of the client", /^client\/gateway\/|^infra\/local\//],
  ])("%s", (name, deleted) => {
    const copy = join(folder, name.replaceAll(/\W/g, "-"));

    for (const path of product) if (!deleted.test(path)) cpSync(path, join(copy, path));
    for (const path of product.filter((each) => EDGES.test(each) && !deleted.test(each)))
      writeFileSync(join(copy, path), withoutLinesOf(path, deleted));
    linkModules(copy);

    expect(compile(copy)).toBe("");
  });
});

// Each thing that is handed in stands on lines of its own: those that name what was imported, up to its last bracket.
function withoutLinesOf(path: string, deleted: RegExp): string {
  const gone = importsIn(path).filter(({ to }) => deleted.test(to));
  const dynamic = [...readFileSync(path, "utf8").matchAll(/import\("(?<text>[^"]+)"\)/g)]
    .map(({ groups }) => groups!.text!)
    .filter((text) => deleted.test(join(dirname(path), text)));
  const source = readFileSync(path, "utf8");
  const names = [...gone.map(({ text }) => text), ...dynamic].flatMap((text) =>
    namesFrom(source, text),
  );
  const pattern = new RegExp(`\\b(${names.join("|")})\\b`);
  if (names.length === 0) return source;
  let open = 0;
  const kept = source.split("\n").filter((line) => {
    if (open === 0 && !pattern.test(line)) return true;
    open = Math.max(0, open + count(line, /[([{]/g) - count(line, /[)\]}]/g));
    return false;
  });
  return kept.join("\n");
}

/** What an import binds, static or dynamic. */
function namesFrom(source: string, text: string): string[] {
  const before = source.slice(0, source.indexOf(`"${text}"`));
  const bound = /(?:import(?: type)?|const) \{(?<names>[^}]*)\}[^{}]*$/.exec(before)?.groups?.names;
  return (bound ?? "")
    .split(",")
    .map((name) => name.replace(/\btype\b/, "").trim())
    .filter(Boolean);
}

// What the deleted lines alone have used may stay behind.
const UNUSED = ["--noUnusedLocals", "false", "--noUnusedParameters", "false"];

const count = (line: string, brackets: RegExp): number => line.match(brackets)?.length ?? 0;

// The packages are those of this checkout, the workspaces those of the copy.
function linkModules(copy: string): void {
  const modules = join(copy, "node_modules");
  mkdirSync(join(modules, "@blog"), { recursive: true });
  for (const name of readdirSync("node_modules"))
    if (name !== "@blog")
      symlinkSync(resolve("node_modules", name), join(modules, name), "junction");
  for (const part of readdirSync("node_modules/@blog"))
    symlinkSync(join(copy, part), join(modules, "@blog", part), "junction");
}

function compile(copy: string): string {
  try {
    execFileSync(
      process.execPath,
      [resolve("node_modules/typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.json", ...UNUSED],
      { cwd: copy, encoding: "utf8", stdio: "pipe" },
    );
    return "";
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}
