// Which system a command is about: the blog, unless `--system` names another one: a folder of labs/, or a file that describes it.

import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { blog } from "../systems/blog.ts";
import type { System } from "../systems/system.ts";
import { giveUp } from "./terminal.ts";
import { root } from "./services.ts";

const DESCRIPTION = "system.ts";

/** Takes `--system` out of the command line, so that each command reads its own options only. */
export async function chosenSystem(args = process.argv): Promise<System> {
  const at = args.findIndex((each) => /^--system(=|$)/.test(each));
  if (at === -1) return blog;
  const [option = "", next] = args.slice(at, at + 2);
  const isOne = option.includes("=");
  args.splice(at, isOne ? 1 : 2);
  return findSystem(isOne ? option.slice("--system=".length) : (next ?? "")).catch((error: Error) =>
    giveUp(error.message),
  );
}

/** Rejects with a sentence when there is none of that name. A description is what its file exports as `system`. */
export async function findSystem(name: string): Promise<System> {
  if (name === blog.name) return blog;
  const file = name.endsWith(".ts") ? resolve(name) : join(root, "labs", name, DESCRIPTION);
  if (name === "" || !existsSync(file))
    throw new Error(`There is no system "${name}". There are: ${systemNames().join(", ")}.`);
  const { system } = (await import(pathToFileURL(file).href)) as { system?: System };
  if (!system) throw new Error(`${file} describes no system: it exports none of that name.`);
  return system;
}

function systemNames(): string[] {
  const labs = join(root, "labs");
  const folders = existsSync(labs) ? readdirSync(labs) : [];
  return [blog.name, ...folders.filter((each) => existsSync(join(labs, each, DESCRIPTION)))];
}
