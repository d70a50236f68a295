// `npm run backup`: a copy of all data of the blog on this machine, made while it runs or while it does not, and checked.

import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ask } from "@blog/common/http/ask";
import {
  checkDatabases,
  copyDatabase,
  databaseFiles,
  LOG_FILE,
  sha256Of,
  SUBSCRIPTIONS_FILE,
} from "./database-files.ts";
import { MANIFEST, type Manifest } from "./backup-manifest.ts";
import { chosenSystem } from "./chosen-system.ts";
import { orStop } from "./options.ts";
import { dataFolderFrom, planServices, root } from "./services.ts";

const HELP = `npm run backup [-- folder]    copies all data of the blog into a new folder, and checks the copy

Without a folder, one is made under .backups/. The blog may run meanwhile. npm run restore restores a copy.`;

const system = await chosenSystem();
const { values, positionals } = orStop(() =>
  parseArgs({ options: { help: { type: "boolean", short: "h" } }, allowPositionals: true }),
);
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

/** A log of a gigabyte is copied in less. */
const COPY_MS = 60_000;

const dataFolder = dataFolderFrom(system, process.env);
const plans = planServices(system, { env: process.env, dataFolder });
const url = `${plans.find(({ name }) => name === "event-bus")?.url}/lab/backup`;
const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
const folder = resolve(positionals[0] ?? join(root, ".backups", stamp));

const faults = await backUp().catch((error: Error) => [error.message]);
if (faults.length > 0) {
  rmSync(join(folder, MANIFEST), { force: true });
  console.error(["There is no backup.", ...faults].join("\n"));
  process.exit(1);
}
console.log(`All data is in ${folder}.\nTo restore it: npm run restore -- ${folder}`);

async function backUp(): Promise<string[]> {
  const names = databaseFiles(system, dataFolder);
  if (names.length === 0) return [`${dataFolder} has no databases: the blog has not run here yet.`];
  mkdirSync(join(folder, ".."), { recursive: true });
  // A folder that exists may hold a user's files.
  mkdirSync(folder);

  for (const name of names.filter((each) => !isOfBus(each)))
    copyDatabase(join(dataFolder, name), join(folder, name));
  const copies = (await askBus()) ?? [];
  for (const copy of copies) renameSync(copy, join(folder, basename(copy, ".backup")));
  if (copies.length === 0) for (const name of names.filter(isOfBus)) copyStopped(name);

  const found = checkDatabases(system, folder);
  if (found.length === 0) await writeManifest();
  return found;
}

function isOfBus(name: string): boolean {
  return name === LOG_FILE || name === SUBSCRIPTIONS_FILE;
}

// A bus that runs keeps its files for itself, so it makes the copies: both at one moment, after all others.
async function askBus(): Promise<string[] | undefined> {
  const body = JSON.stringify({ file: join(dataFolder, LOG_FILE) });
  const headers = { "content-type": "application/json" };
  const response = await ask(url, { method: "POST", headers, body, timeoutMs: COPY_MS }).catch(
    () => undefined,
  );
  if (response?.status !== 201) return undefined;
  // Answered by backup-route.ts.
  return (JSON.parse(response.text) as { files: string[] }).files;
}

function copyStopped(name: string): void {
  try {
    copyDatabase(join(dataFolder, name), join(folder, name));
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : String(error)} The bus runs, and makes no copy at ${url}. ` +
        "Stop the blog, or set EVENT_BUS_PORT as it was started.",
      { cause: error },
    );
  }
}

async function writeManifest(): Promise<void> {
  const files = [];
  for (const name of databaseFiles(system, folder)) {
    const path = join(folder, name);
    files.push({ name, bytes: statSync(path).size, sha256: await sha256Of(path) });
  }
  const manifest: Manifest = { createdAt: new Date().toISOString(), files };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}
