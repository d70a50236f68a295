// What is measured: the blog, unless the first word of the command line names a lab that has workloads of its own, in its
// folder. The blog knows none of them.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Engines } from "../infra/local/scaled-services.ts";
import type { Scale } from "./scale.ts";
import type { AnyWorkload } from "./workload.ts";

export interface Bench {
  name: string;
  createWorkloads(scale: Scale, engines?: Engines): AnyWorkload[];
}

const BLOG = "blog";
const labs = fileURLToPath(new URL("../labs", import.meta.url));

/** Takes the word out of the command line. Rejects with a sentence when there is nothing of that name. */
export async function chosenBench(args = process.argv): Promise<Bench> {
  const word = args[2];
  if (word === undefined || word.startsWith("-")) return load(BLOG);
  args.splice(2, 1);
  const known = benchNames();
  if (known.includes(word)) return load(word);
  throw new Error(`There is no benchmark of "${word}". There are: ${known.join(", ")}.`);
}

export function benchNames(): string[] {
  const folders = existsSync(labs) ? readdirSync(labs) : [];
  return [BLOG, ...folders.filter((each) => existsSync(workloadsOf(each)))];
}

async function load(name: string): Promise<Bench> {
  if (name === BLOG) return { name, ...(await import("./workloads/all.ts")) };
  return { name, ...(await import(pathToFileURL(workloadsOf(name)).href)) };
}

function workloadsOf(lab: string): string {
  return join(labs, lab, "bench", "workloads.ts");
}
