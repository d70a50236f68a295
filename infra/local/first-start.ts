// The very first start of a system, in a data folder without data: what the system has for it is created (Seed, in
// infra/systems/system.ts). A file beside the data remembers how far that has come. So a start that was cut short is completed by
// the next one, and what a user deletes later does not come back.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { System } from "../systems/system.ts";
import { ownerOf, SEED_FILE } from "./data-folder.ts";
import type { ServiceAddress } from "./services.ts";

export interface FirstStart {
  /** Rejects when a service cannot be reached; the next start tries again. */
  seed(addresses: ServiceAddress[], print: (line: string) => void): Promise<void>;
}

const BEGUN = "begun\n";

/** Undefined where nothing is to be created. Looks at the data folder: so it is called before any service is started. */
export function findFirstStart(
  { seed, ...system }: System,
  folder: string,
): FirstStart | undefined {
  if (!seed) return undefined;
  const file = join(folder, SEED_FILE);
  const isBegun = existsSync(file) && readFileSync(file, "utf8") === BEGUN;
  const hasData = readdirSync(folder).some((name) => ownerOf(system, name) !== undefined);
  if (!isBegun && (hasData || existsSync(file))) return undefined;
  writeFileSync(file, BEGUN);

  return {
    async seed(addresses, print) {
      print(`The first start of the ${system.name}: ${seed.content} are created …`);
      await seed.create(addresses);
      writeFileSync(file, "done\n");
    },
  };
}
