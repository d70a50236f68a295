// Rules of the house that no compiler checks: who may import whom, and how a file looks to its reader.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { circlesAmong, type Import, importsIn, withoutComments } from "./imports.ts";
import { filesOfTheProject } from "./project-files.ts";
import { blog } from "../infra/systems/blog.ts";
import { serviceNames } from "../infra/systems/system.ts";

const SERVICES: string[] = serviceNames(blog).filter((name) => name !== "client");
const SHARED = /^tests\/(kit|contracts)\//;
const code = filesOfTheProject().filter((path) => /\.(ts|tsx|mjs|css)$/.test(path));
const modules = code.filter((path) => !path.endsWith(".css"));

describe("Services meet through events, never through imports:", () => {
  it.each(SERVICES)("%s imports nothing of ours but itself and common", (service) => {
    const foreign = importsOf(service).filter(
      (each) => ![service, "common", ""].includes(partOf(each)) && !isForItsTests(each),
    );

    expect(foreign.map(describeImport)).toEqual([]);
  });

  it("common imports nothing of ours but itself", () => {
    const foreign = importsOf("common").filter(
      (each) => !["common", ""].includes(partOf(each)) && !isForItsTests(each),
    );

    expect(foreign.map(describeImport)).toEqual([]);
  });

  it("what all tests share imports no service", () => {
    const foreign = ["tests/kit", "tests/contracts"]
      .flatMap(importsOf)
      .filter((each) => !["common", "infra", ""].includes(partOf(each)) && !SHARED.test(each.to));

    expect(foreign.map(describeImport)).toEqual([]);
  });

  // Each system has contracts of its own, and hands them in.
  it.each(["common/src", "event-bus/src"])("%s knows no event of the blog", (folder) => {
    const contracts = importsOf(folder).filter(({ to }) => to === "common/src/events.ts");

    expect(contracts.map(describeImport)).toEqual([]);
  });

  it("the client takes nothing but types and the view from the services", () => {
    const taken = importsOf("client").filter((each) => SERVICES.includes(partOf(each)));
    const foreign = taken.filter(({ text, isType }) => !isType && text !== "@blog/query/view");

    expect(foreign.map(describeImport)).toEqual([]);
  });

  // What both use is in client/src/ui, client/src/http and client/src/services.
  it.each(["bus-view", "systems/library", "systems/shop", "ui", "http", "services"])(
    "client/src/%s imports nothing of the blog's page",
    (room) => {
      const arrows = importsOf(`client/src/${room}`).filter(({ to }) =>
        to.startsWith("client/src/blog/"),
      );

      expect(arrows.map(describeImport)).toEqual([]);
    },
  );

  it("the browser gets nothing that is made for Node", () => {
    const made = importsOf("client/src").filter(
      ({ text, isType }) => !isType && (text.startsWith("node:") || text.includes("/server/")),
    );

    expect(made.map(describeImport)).toEqual([]);
  });

  it("app.ts reads no environment, opens nothing and knows no engine", () => {
    const apps = modules.filter((path) => /^([a-z-]+|labs\/.+)\/src\/app\.ts$/.test(path));
    const curious = apps.filter((path) =>
      /process\.env|\bopen[A-Z]\w+\(|sqlite|postgres/i.test(withoutComments(path)),
    );

    expect(curious).toEqual([]);
  });

  it("every HTTP server is made in one place, with its limits", () => {
    const servers = modules
      .filter((path) => !/(^|\/)(test|tests|bench|public)\//.test(path))
      .filter((path) => /\bcreateServer\b[^;]*"node:http"/.test(withoutComments(path)));

    expect(servers).toEqual(["common/src/http/http-server.ts"]);
  });

  // fetch refuses ports that a setting may name, and asks by way of a proxy: see common/src/http/ask.ts.
  it("only the page and the benchmarks use the global fetch", () => {
    const asking = modules
      .filter((path) => !/(^|\/)(test|tests|bench|learn|client\/src|client\/public)\//.test(path))
      .filter((path) => /(?<![.\w])fetch\(/.test(withoutComments(path)));

    expect(asking).toEqual([]);
  });

  it("nothing the house is made of imports its tests or its benchmarks", () => {
    const upward = modules
      .filter((path) => !/(^|\/)(test|tests|bench)\//.test(path))
      .flatMap(importsIn)
      .filter((each) => ["tests", "bench"].includes(partOf(each)));

    expect(upward.map(describeImport)).toEqual([]);
  });
});

// A folder is a promise about what a reader may skip: the lesson is understood without opening the machinery, which main.ts
// hands in.
describe("The lesson", () => {
  const LESSON =
    /^(common\/src\/(messaging|delivery)|event-bus\/src\/(delivery|log))\/|^query\/src\/view\.ts$/;
  const MACHINERY = /\/(speed|engines|observability|api-docs|lab|http)\//;
  it("imports no machinery", () => {
    const arrows = modules
      .filter((path) => LESSON.test(path))
      .flatMap(importsIn)
      .filter(({ to }) => MACHINERY.test(to));

    expect(arrows.map(describeImport)).toEqual([]);
  });

  // Time, randomness and ids are arguments (common/src/base/platform.ts), so that the simulation can repeat a run to the byte.
  it("reads no clock and no randomness of its own, and imports nothing of Node's", () => {
    const PURE =
      /^(common\/src\/(messaging|delivery)|event-bus\/src\/(log|delivery))\/|^query\/src\/view\.ts$/;
    // The one place in there that knows the network.
    const NETWORK = /\/(bare-connection|look-at-answer)\.ts$/;
    const OWN =
      /"node:[\w/]+"|\b(Date\.now|new Date\(\)|performance\.|set(Timeout|Interval|Immediate)\(|Math\.random|crypto\.|process\.|createWakeUp\(\))|import [^;]*\b(pause|newId)\b[^;]* from/g;
    const found = modules
      .filter((path) => PURE.test(path) && !NETWORK.test(path))
      .flatMap((path) => (withoutComments(path).match(OWN) ?? []).map((own) => `${path}: ${own}`));

    expect(found).toEqual([]);
  });
});

it("An engine imports no other engine", () => {
  const engineOf = (path: string) => /\/engines\/(\w+)\//.exec(path)?.[1];
  const arrows = importsOf("common/src/engines").filter(
    ({ from, to }) => engineOf(to) && engineOf(from) !== engineOf(to),
  );

  expect(arrows.map(describeImport)).toEqual([]);
});

it("Nothing but a main.ts imports observability", () => {
  const watched = modules
    .filter((path) => !/\/(test|tests|observability)\/|^tests\/|\/main\.ts$/.test(path))
    .flatMap(importsIn)
    .filter(({ to }) => to.includes("/observability/"));

  expect(watched.map(describeImport)).toEqual([]);
});

it("The room base imports nothing of ours but itself", () => {
  const outward = importsOf("common/src/base").filter(
    ({ to }) => to && !to.startsWith("common/src/base/"),
  );

  expect(outward.map(describeImport)).toEqual([]);
});

it("Every file of common has a room, but the page of contracts", () => {
  const loose = code.filter((path) => /^common\/src\/[^/]+$/.test(path));

  expect(loose).toEqual(["common/src/events.ts"]);
});

it("No file imports itself by way of others", () => {
  expect(circlesAmong(modules.flatMap(importsIn))).toEqual([]);
});

// Files of tests share their helpers (vitest.config.ts): such a hook would be that of the first file alone.
it("No helper has a hook of its own", () => {
  const shared = modules.filter((path) =>
    /^(([a-z-]+|labs\/.+)\/test|tests)\/.*\.tsx?$/.test(path),
  );
  // Vitest runs its setup anew for each file.
  const own =
    /\.test\.tsx?$|^(tests\/unexpected-errors|tests\/kit\/setup|client\/test\/setup)\.tsx?$/;
  const helpers = shared.filter((path) => !own.test(path));
  const hooked = helpers.filter((path) => /^(before|after)(Each|All)\(/m.test(read(path)));

  expect(hooked).toEqual([]);
});

// An empty variable counts as one that is not set (common/src/base/environment.ts).
it("No file takes an empty variable for a value", () => {
  const naive = modules.filter((path) => /process\.env(\.\w+|\[\w+\]) *\?\?/.test(read(path)));

  expect(naive).toEqual([]);
});

describe("Every file", () => {
  it("is short enough to be read in one go", () => {
    const long = code.filter((path) => read(path).trimEnd().split("\n").length > 250);

    expect(long).toEqual([]);
  });

  it("starts with what it is for", () => {
    const silent = modules.filter((path) => !/^(#!.*\n)?\/\//.test(read(path)));

    expect(silent).toEqual([]);
  });

  it("is finished", () => {
    // Written so that the pattern does not find itself.
    const unfinished = code.filter((path) => /\b(TO[D]O|FIX[M]E)\b/.test(read(path)));

    expect(unfinished).toEqual([]);
  });
});

function importsOf(folder: string): Import[] {
  return modules.filter((path) => path.startsWith(`${folder}/`)).flatMap(importsIn);
}

/** A test that takes what all tests share. */
function isForItsTests({ from, to }: Import): boolean {
  return /^[a-z-]+\/test\//.test(from) && SHARED.test(to);
}

/** The part of the project that is imported: its first folder; empty for packages that are not ours. */
const partOf = ({ to }: Import): string => to.split("/")[0] ?? "";

function describeImport({ from, text }: Import): string {
  return `${from} imports ${text}`;
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}
