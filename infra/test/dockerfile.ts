// A Dockerfile, taken apart as far as its tests need it.

import { readFileSync } from "node:fs";

export interface Instruction {
  name: string;
  rest: string;
}

export interface Stage {
  /** The image or the stage it begins with. */
  from: string;
  /** Empty for the last one, which needs no name. */
  name: string;
  instructions: Instruction[];
}

export function readDockerfile(path: string): Stage[] {
  const lines = readFileSync(path, "utf8")
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, name = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === "FROM") {
      const [from = "", , stage = ""] = rest.split(" ");
      stages.push({ from, name: stage, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, rest });
  }
  return stages;
}

/** Those of the image that a build without a target makes, with those of the stages it begins with. */
export function finalInstructions(stages: Stage[]): Instruction[] {
  return instructionsOf(stages, stages.at(-1)!);
}

/** The instructions of the image that a stage makes, with those of the stages it begins with. */
export function instructionsOf(stages: Stage[], { from, instructions }: Stage): Instruction[] {
  const base = stages.find(({ name }) => name === from);
  return [...(base ? instructionsOf(stages, base) : []), ...instructions];
}

/** The last value that a variable is given by ENV. */
export function variableOf(instructions: Instruction[], name: string): string | undefined {
  const values = instructions
    .filter((instruction) => instruction.name === "ENV")
    .flatMap(({ rest }) => [...rest.matchAll(/(\w+)=("[^"]*"|\S+)/g)])
    .filter(([, variable]) => variable === name);
  return values.at(-1)?.[2];
}
