// Looks at the machine: Node, the disk, the data folder. Starts and changes nothing.

import { access, constants, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { isOpenToOthers } from "./data-folder.ts";
import { type Finding, good, note, wrong } from "./findings.ts";
import { openFilesLimit, openFilesWarning } from "./open-files.ts";
import { whyUnsuitable } from "./unsuitable-folder.ts";

/** Below this, a service soon answers 507. */
const SCARCE_BYTES = 200 * 1024 * 1024;

export async function examineMachine(dataFolder: string): Promise<Finding[]> {
  const fewFiles = openFilesWarning(openFilesLimit());
  return [
    examineNode(process.versions.node),
    ...(fewFiles ? [wrong(fewFiles)] : []),
    ...(await examineFolder(dataFolder)),
  ];
}

export function examineNode(version: string): Finding {
  const major = Number(version.split(".")[0]);
  if (major >= 22) return good(`Node ${version}`);
  return note(
    `Node ${version} works, but gets no more security updates.`,
    "Get 24 from https://nodejs.org; it also starts the blog in half the time.",
  );
}

/** Also before the first start, when the folder is not there yet: then what counts is where it will be made. */
export async function examineFolder(folder: string): Promise<Finding[]> {
  const reason = whyUnsuitable(folder);
  if (reason) return [wrong(reason)];
  const existing = await nearestExisting(folder);
  const isWritable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  const { bavail, bsize } = await statfs(existing);
  const freeBytes = bavail * bsize;
  return [
    isWritable
      ? good(`The data folder can be written: ${folder}`)
      : wrong(
          `The data folder cannot be written: ${folder}`,
          `Make ${existing} writable for you, or choose another: DATA_FOLDER=…`,
        ),
    ...(isOpenToOthers(folder)
      ? [note(`Other users of this machine can read it: ${folder}`, `chmod 700 ${folder}`)]
      : []),
    freeBytes > SCARCE_BYTES
      ? good(`Disk: ${inGigabytes(freeBytes)} free`)
      : wrong(
          `Disk: only ${inGigabytes(freeBytes)} free where the data lies`,
          "Make room, or start afresh with: npm start -- --reset",
        ),
  ];
}

async function nearestExisting(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : nearestExisting(dirname(path));
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
