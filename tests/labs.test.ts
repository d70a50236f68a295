// A lab is another system in the same house: it takes what it needs of common, and the blog does not know that there is one.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Import, importsIn } from "./imports.ts";
import { filesOfTheProject } from "./project-files.ts";
import { blog } from "../infra/systems/blog.ts";
import { serviceNames } from "../infra/systems/system.ts";

const files = filesOfTheProject();
const modules = files.filter((path) => /\.(ts|tsx|mjs)$/.test(path));
const folders = files.flatMap((path) => /^(labs\/.+)\/package\.json$/.exec(path)?.[1] ?? []);

describe("Between the labs and the rest", () => {
  it.each(folders)("%s imports nothing of ours but itself, common and its contracts", (folder) => {
    const contracts = folder.replace(/[^/]+$/, "contracts/");
    const allowed = [`${folder}/`, "common/", "labs/common/", contracts];
    const foreign = importsOf((path) => path.startsWith(`${folder}/`)).filter(
      ({ from, to }) => to && !allowed.some((each) => to.startsWith(each)) && !isOfTheKit(from, to),
    );

    expect(foreign.map(describeImport)).toEqual([]);
  });

  it("nothing else imports a lab", () => {
    const foreign = importsOf((path) => !/^(labs|tests)\//.test(path)).filter(({ to }) =>
      to.startsWith("labs/"),
    );

    expect(foreign.map(describeImport)).toEqual([]);
  });
});

// An image names its parts with --workspace (infra/test/dockerfiles.test.ts), and gets what they depend on.
describe("What the blog installs", () => {
  const PARTS = ["common", ...serviceNames(blog)];

  it.each(PARTS)("has nothing that only the labs need, in %s", (part) => {
    const names = [...packagesOf(part)];

    expect(names).toContain("zod");
    expect(names.filter((name) => /grpc|protobuf|proto-loader|^@labs/.test(name))).toEqual([]);
  });
});

/** What all tests share. */
function isOfTheKit(from: string, to: string): boolean {
  return /\/test\//.test(from) && to.startsWith("tests/kit/");
}

function importsOf(isWanted: (path: string) => boolean): Import[] {
  return modules.filter(isWanted).flatMap(importsIn);
}

function describeImport({ from, text }: Import): string {
  return `${from} imports ${text}`;
}

/** By name, from the lockfile: two versions of one package count as one, which is enough here. */
function packagesOf(part: string): Set<string> {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { link?: true; resolved?: string; dependencies?: object }>;
  };
  const found = new Set<string>();
  const waiting = Object.keys(packages[part]?.dependencies ?? {});
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const entry = packages[`node_modules/${name}`];
    const own = entry?.link ? packages[entry.resolved ?? ""] : entry;
    waiting.push(...Object.keys(own?.dependencies ?? {}));
  }
  return found;
}
