// What can be left out: a folder is deleted, in each main.ts and where an engine is chosen the lines that name something of it;
// then the rest compiles, and the contracts of what stays hold. So nothing that stays has come to depend on it.

import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { importsIn } from "../imports.ts";
import { filesOfTheProject } from "../project-files.ts";
import { linkModules } from "./linked-modules.ts";

const PRODUCT =
  /^((common|event-bus|posts|comments|moderation|query|labs\/.+)\/(src\/|api-docs\.ts$|package\.json$)|client\/(gateway|src)\/|client\/(package|tsconfig)\.json$|infra\/(local|systems)\/|package\.json$|tsconfig\.json$)/;
const EDGES =
  /\/main\.ts$|^common\/src\/wire\/connect-event-bus\.ts$|^common\/src\/database\/open-database\.ts$|^client\/src\/(routes\.tsx|main\.tsx|systems\/load-system\.ts)$/;
const TESTS = /^([a-z-]+\/test|tests)\/|^vitest\.config\.ts$/;

const ours = filesOfTheProject();
const folder = mkdtempSync(join(tmpdir(), "deletions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const WIRE = "tests/course-wire.test.ts";
const BUS = "tests/scale/event-bus-http.test.ts";
const DATABASE = "common/test/database-sqlite.test.ts";
const NATS_BUS = "tests/scale/event-bus-nats.test.ts";
const RABBITMQ_BUS = "tests/scale/event-bus-rabbitmq.test.ts";
// Processes, started by their main.ts.
const PROCESSES = "tests/faults/f24-sigterm-in-each-state.test.ts";
// The faults of our own bus and services: F25 is about NATS, RabbitMQ and PostgreSQL.
const FAULTS = ours.filter((path) => /^tests\/faults\/f(?!25)\d\d-.*\.test\.ts$/.test(path));
const BLOG_PAGE = "client/test/page";

describe("Everything else compiles, and its contracts hold, without", () => {
  it.each<[name: string, deleted: RegExp, contracts: string[]]>([
    ["moderation", /^moderation\//, ["posts/test", "comments/test", "query/test", BUS]],
    [
      "all that makes it faster",
      /^(common|event-bus|query)\/src\/speed\//,
      [WIRE, BUS, DATABASE, ...FAULTS],
    ],
    [
      "all that observes it",
      /^(common|event-bus|labs\/common)\/src\/observability\//,
      // A process that is killed: what F24 looks at are metrics.
      [WIRE, BUS, DATABASE, "tests/faults/f05-bus-killed-before-saving-a-cursor.test.ts"],
    ],
    ["the descriptions of the APIs", /\/api-docs(\.ts$|\/)/, [WIRE, PROCESSES]],
    ["NATS", /^common\/src\/engines\/nats\//, [WIRE, BUS, PROCESSES, RABBITMQ_BUS]],
    ["RabbitMQ", /^common\/src\/engines\/rabbitmq\//, [WIRE, BUS, PROCESSES, NATS_BUS]],
    ["PostgreSQL", /^common\/src\/engines\/postgres\//, [WIRE, DATABASE, PROCESSES]],
    // The log of our bus is a file of SQLite's, and so is what is backed up: NATS keeps the events then.
    [
      "SQLite, and the backups of its files",
      /^common\/src\/engines\/sqlite\/|^infra\/local\/(backup|backup-manifest|database-files|restore)\.ts$/,
      ["tests/scale/database-postgres.test.ts", NATS_BUS],
    ],
    [
      "the event bus and its page, where NATS takes over",
      /^event-bus\/|^client\/src\/(bus-view|systems)\//,
      [NATS_BUS, BLOG_PAGE],
    ],
    // The runner's own lab, which stops and starts processes, needs neither.
    [
      "the lab of the bus and the page that shows it",
      /^event-bus\/src\/(lab\/|api-docs\/(bus-docs|openapi-lab))|^client\/src\/(bus-view|systems)\//,
      [BUS, PROCESSES, BLOG_PAGE],
    ],
    // The types of what it answers stay: the page reads that.
    ["the gateway of the client", /^client\/gateway\/(?!status-report\.ts$)/, [BLOG_PAGE]],
    ["the shop", /^(labs|client\/src\/systems)\/shop\//, [WIRE]],
    ["the library", /^(labs|client\/src\/systems)\/library\//, [WIRE]],
    [
      "the labs, and what shows their pages",
      /^labs\/|^client\/src\/systems\/(library|shop)\//,
      [WIRE],
    ],
  ])(
    "%s",
    (name, deleted, contracts) => {
      const copy = join(folder, name.replaceAll(/\W/g, "-"));

      copyWithout(deleted, copy, PRODUCT);

      expect(compile(copy, "tsconfig.json")).toBe("");
      expect(compile(copy, "client")).toBe("");
      copyWithout(deleted, copy, TESTS);
      expect(run(copy, "node_modules/vitest/vitest.mjs", ["run", ...contracts])).toBe("");
    },
    1_800_000,
  );

  it("the benchmarks, and so do the tests", () => {
    const copy = join(folder, "the-benchmarks");

    copyWithout(/^(tests\/|labs\/\w+\/)?bench\/|^tests\/labs\/\w+\/bench/, copy, /./);

    expect(compile(copy, "tsconfig.json")).toBe("");
    expect(run(copy, "node_modules/vitest/vitest.mjs", ["run", WIRE])).toBe("");
  });
});

// In main.ts, where an engine is chosen, and in the tests the lines are dropped that name something of what is deleted.
function copyWithout(deleted: RegExp, copy: string, what: RegExp): void {
  for (const path of ours.filter((each) => what.test(each) && !deleted.test(each))) {
    const isEdge = /\.tsx?$/.test(path) && (EDGES.test(path) || TESTS.test(path));
    mkdirSync(join(copy, dirname(path)), { recursive: true });
    if (isEdge) writeFileSync(join(copy, path), withoutLinesOf(path, deleted));
    else cpSync(path, join(copy, path));
  }
  if (!existsSync(join(copy, "node_modules"))) linkModules(copy);
}

// Each thing that is handed in stands on lines of its own: those that name what was imported, or what was made of it, up to
// its last bracket.
function withoutLinesOf(path: string, deleted: RegExp): string {
  const gone = importsIn(path).filter(({ to }) => deleted.test(to));
  const dynamic = [...readFileSync(path, "utf8").matchAll(/import\("(?<text>[^"]+)"\)/g)]
    .map(({ groups }) => groups!.text!)
    .filter((text) => deleted.test(join(dirname(path), text)));
  const source = readFileSync(path, "utf8");
  const names = [...gone.map(({ text }) => text), ...dynamic].flatMap((text) =>
    namesFrom(source, text),
  );
  if (names.length === 0) return source;
  const lines = source.split("\n");
  const made = lines.filter((line) => wordsAmong(names).test(line)).flatMap(madeBy);
  const pattern = wordsAmong([...names, ...made]);
  let open = 0;
  const kept = lines.filter((line) => {
    if (open === 0 && !pattern.test(line)) return true;
    open = Math.max(0, open + count(line, /[([{]/g) - count(line, /[)\]}]/g));
    return false;
  });
  return kept.join("\n");
}

const wordsAmong = (names: string[]): RegExp => new RegExp(`\\b(${names.join("|")})\\b`);
const madeBy = (line: string): string[] => /^const (\w+) = /.exec(line)?.slice(1) ?? [];

/** What the statement with an import binds, static or dynamic. */
function namesFrom(source: string, text: string): string[] {
  const before = source.slice(0, source.indexOf(`"${text}"`));
  const bound = /(?:import(?: type)?|const) (?:\[?\{(?<names>[^}]*)\}|(?<name>\w+) =)[^;{}]*$/.exec(
    before,
  );
  const { names, name = "" } = bound?.groups ?? {};
  return (names ?? name)
    .split(/[,:]/)
    .map((each) => each.replace(/\btype\b/, "").trim())
    .filter(Boolean);
}

// What the deleted lines alone have used may stay behind.
const UNUSED = ["--noUnusedLocals", "false", "--noUnusedParameters", "false"];

const count = (line: string, brackets: RegExp): number => line.match(brackets)?.length ?? 0;

function compile(copy: string, project: string): string {
  const options = ["--noEmit", "-p", project, ...UNUSED];
  return run(copy, "node_modules/typescript/bin/tsc", options);
}

/** Empty, or what it has printed when it failed. */
function run(copy: string, program: string, args: string[]): string {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  const env = { ...Object.fromEntries(inherited), FULL: "1", NO_COLOR: "1" };
  try {
    execFileSync(process.execPath, [resolve(program), ...args], {
      cwd: copy,
      env,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 50_000_000,
    });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`;
  }
}
