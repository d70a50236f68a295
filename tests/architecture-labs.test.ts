// Rules of the labs that no compiler checks: which of their rooms may import what. Those of the whole house are in architecture.test.ts.

import { describe, expect, it } from "vitest";
import { type Import, importsIn } from "./imports.ts";
import { filesOfTheProject } from "./project-files.ts";

const modules = filesOfTheProject().filter((path) => /\.(ts|tsx|mjs)$/.test(path));
/** labs/library/catalogue and the like: each is a package with a src/main.ts. */
const SERVICES = modules.flatMap((path) => /^(labs\/.+)\/src\/main\.ts$/.exec(path)?.[1] ?? []);

describe("In the labs", () => {
  it.each([
    ["labs/library", "shop"],
    ["labs/shop", "library"],
    ["client/src/systems/library", "shop"],
    ["client/src/systems/shop", "library"],
    ["tests/labs/library", "shop"],
    ["tests/labs/shop", "library"],
  ])("%s imports nothing of the %s", (folder, other) => {
    const foreign = new RegExp(`(labs|systems)/${other}/`);
    const arrows = importsOf(folder).filter(({ to }) => foreign.test(to));

    expect(importsOf(folder)).not.toEqual([]);
    expect(arrows.map(describeImport)).toEqual([]);
  });

  it("what all of them share imports none of them", () => {
    const arrows = importsOf("labs/common").filter(
      ({ to }) => to.startsWith("labs/") && !to.startsWith("labs/common/"),
    );

    expect(arrows.map(describeImport)).toEqual([]);
  });

  it.each(SERVICES)("%s imports common, labs/common, its contracts and itself", (service) => {
    const system = service.split("/").slice(0, 2).join("/");
    const allowed = ["common/", "labs/common/", `${system}/contracts/`, `${service}/`];
    const foreign = importsOf(service)
      // Its tests may take what all tests share, and another service to meet.
      .filter(({ from }) => !from.startsWith(`${service}/test/`))
      .filter(({ to }) => to !== "" && !allowed.some((folder) => to.startsWith(folder)));

    expect(foreign.map(describeImport)).toEqual([]);
  });

  it("contracts import common, labs/common and each other", () => {
    const contracts = [...new Set(SERVICES.map((path) => path.split("/")[1]))].map(
      (name) => `labs/${name}/contracts`,
    );
    const foreign = contracts.flatMap((folder) =>
      importsOf(folder).filter(
        ({ to }) => to !== "" && !new RegExp(`^(labs/)?common/|^${folder}/`).test(to),
      ),
    );

    expect(contracts.length).toBeGreaterThan(1);
    expect(foreign.map(describeImport)).toEqual([]);
  });
});

function importsOf(folder: string): Import[] {
  return modules.filter((path) => path.startsWith(`${folder}/`)).flatMap(importsIn);
}

function describeImport({ from, text }: Import): string {
  return `${from} imports ${text}`;
}
