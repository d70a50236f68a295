// Which files of the built page belong to which system: the blog's page loads nothing of a lab.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildClient, isBuildFresh } from "../../infra/local/client-build.ts";
import { root } from "../../infra/local/services.ts";

const FOLDER = join(root, "client", "dist", "assets");
/** Sentences of each lab's description and of its page, and the name on it. */
const LABS = {
  library: /Owns the authors|who wrote them|name: ?[`"]Library[`"]/,
  shop: /Owns the users|40 buyers|name: ?[`"]Shop[`"]/,
};

let scripts: string[];
beforeAll(async () => {
  if (!isBuildFresh()) expect(await buildClient()).toBe(true);
  scripts = readdirSync(FOLDER).filter((file) => file.endsWith(".js"));
});

const textOf = (file: string) => readFileSync(join(FOLDER, file), "utf8");

/** The file with all that is loaded with it. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, other = ""] of textOf(file).matchAll(/(?:from|import) ?"\.\/([^"]+\.js)"/g))
    loadedWith(other, found);
  return found;
}

describe.each(Object.entries(LABS))("The built page", (lab, ofTheLab) => {
  it(`has files of the ${lab}`, () => {
    expect(scripts.filter((file) => ofTheLab.test(textOf(file)))).not.toEqual([]);
  });

  it.each(["index", "BusPage", "blog"])(`%s loads none of the ${lab}'s`, (name) => {
    const entry = scripts.filter((file) => file.startsWith(`${name}-`));
    const loaded = entry.flatMap((file) => [...loadedWith(file)]);

    expect(entry).toHaveLength(1);
    expect(loaded.filter((file) => ofTheLab.test(textOf(file)))).toEqual([]);
  });
});
