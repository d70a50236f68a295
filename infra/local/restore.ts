// `npm run restore`: replaces the blog's data with that of a backup. What it replaces is kept beside it.

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readBackup } from "./backup-manifest.ts";
import { openDataFolder, ownerOf } from "./data-folder.ts";
import { checkDatabases } from "./database-files.ts";
import { chosenSystem } from "./chosen-system.ts";
import { orStop } from "./options.ts";
import { dataFolderFrom } from "./services.ts";
import { claimFolder } from "./single-instance.ts";

const HELP = `npm run restore -- folder    restores a backup made by npm run backup

The blog must be stopped. The data it has now is moved to a folder beside it, and is not lost.`;

const system = await chosenSystem();
const { values, positionals } = orStop(() =>
  parseArgs({ options: { help: { type: "boolean", short: "h" } }, allowPositionals: true }),
);
const [wanted] = positionals;
if (values.help || wanted === undefined) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

const dataFolder = dataFolderFrom(system, process.env);
try {
  await restore(resolve(wanted));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error("Nothing was changed.");
  process.exit(1);
}

async function restore(folder: string): Promise<void> {
  const { createdAt, files } = await readBackup(folder);
  const faults = checkDatabases(system, folder);
  if (faults.length > 0) throw new Error(faults.join("\n"));

  openDataFolder(system, dataFolder);
  const claim = await claimFolder(dataFolder, "npm run restore");
  if ("heldBy" in claim) throw new Error(`The blog runs: stop it first. (${claim.heldBy})`);
  const earlier = moveAway();
  for (const { name } of files) copyFileSync(join(folder, name), join(dataFolder, name));
  await claim.release();
  console.log(`The data of ${createdAt} is in ${dataFolder}.`);
  if (earlier) console.log(`What was there before is in ${earlier}.`);
}

function moveAway(): string | undefined {
  const present = readdirSync(dataFolder).filter((name) => ownerOf(system, name) !== undefined);
  if (present.length === 0) return undefined;
  const stamp = new Date().toISOString().replaceAll(":", "-");
  const earlier = join(dataFolder, `before-restore-${stamp}`);
  if (!existsSync(earlier)) mkdirSync(earlier);
  for (const name of present) renameSync(join(dataFolder, name), join(earlier, name));
  return earlier;
}
