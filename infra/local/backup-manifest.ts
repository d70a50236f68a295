// The list of what is in a backup. It is written last: a folder without it is no backup, or half of one.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { sha256Of } from "./database-files.ts";

export const MANIFEST = "backup.json";

const Manifest = z.object({
  createdAt: z.string(),
  files: z.array(
    z.object({
      name: z.string().regex(/^[a-z0-9-]+\.db$/),
      bytes: z.number(),
      sha256: z.string(),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

/** Throws an error in words when the folder is no backup, or not as it was written. */
export async function readBackup(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) throw new Error(`${folder} is no backup: it has no ${MANIFEST}.`);
  const manifest = Manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  for (const { name, sha256 } of manifest.files) {
    const path = join(folder, name);
    if (!existsSync(path)) throw new Error(`${path} is missing.`);
    if ((await sha256Of(path)) !== sha256)
      throw new Error(`${path} is not as it was when the backup was made.`);
  }
  return manifest;
}
