// A database file that is damaged: it is not served, and the process does not start again and again over it.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openDatabase, openDatabaseOf } from "@blog/common/database/open-database";
import { describe, expect, it } from "vitest";
import { newLogFile } from "../event-bus/test/test-folder.ts";
import { nodeFlags } from "../infra/local/service-process.ts";
import { root } from "../infra/local/services.ts";

const table = "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, text TEXT)";

/** A database of many pages, with these bytes in the place of its own. */
async function damagedFile(offset: number, bytes: Buffer): Promise<string> {
  const file = newLogFile();
  const db = await openDatabase(`sqlite:${file}`, [table]);
  await db.transaction(async (tx) => {
    for (let i = 0; i < 300; i += 1)
      await tx.query("INSERT INTO notes VALUES ($1, $2)", [`note-${i}`, "x".repeat(500)]);
  });
  await db.close();
  const content = readFileSync(file);
  bytes.copy(content, offset);
  writeFileSync(file, content);
  return file;
}

const DAMAGES: [string, number, Buffer][] = [
  ["header", 0, Buffer.alloc(100, 7)],
  ["first page", 100, Buffer.alloc(2000, 7)],
  ["page in the middle", 8 * 4096, Buffer.alloc(4096, 7)],
];

describe.each(DAMAGES)("A damaged %s", (_what, offset, bytes) => {
  it("ends a service once, with the file and what to do", async () => {
    const file = await damagedFile(offset, bytes);

    const { code, output } = await run("posts", file);

    expect(output).toContain(`${file} is damaged. Restore it from a backup`);
    expect(output).not.toContain("    at ");
    // EX_CONFIG: the runner does not start it again.
    expect(code).toBe(78);
  });

  it("is set aside where the log has all of it, and nothing is deleted", async () => {
    const file = await damagedFile(offset, bytes);
    const before = readFileSync(file);

    const db = await openDatabaseOf("query", `sqlite:${file}`, [table], { canRebuild: true });

    expect(await db.query("SELECT id FROM notes")).toEqual([]);
    await db.close();
    const aside = readdirSync(dirname(file)).find((name) => /\.damaged-[\dTZ.-]+$/.test(name));
    expect(readFileSync(join(dirname(file), aside ?? "")).equals(before)).toBe(true);
  });
});

// Windows moves no file that is open, as it stays on Node 20 until the garbage collector comes.
const NOTHING_MOVES = `import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";
  fs.renameSync = (path) => { throw Object.assign(new Error("EBUSY: " + path), { code: "EBUSY" }) };
  syncBuiltinESMExports();`;

describe("A damaged file that cannot be set aside", () => {
  it("ends the service once, with the file and what to do", async () => {
    const file = await damagedFile(0, Buffer.alloc(100, 7));

    const { code, output } = await run("query", file, {
      NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(NOTHING_MOVES)}"`,
    });

    expect(output).toContain(`${file} is damaged. Restore it from a backup`);
    expect(code).toBe(78);
  });
});

function run(
  service: string,
  file: string,
  more: Record<string, string> = {},
): Promise<{ code: unknown; output: string }> {
  const own = { DATABASE_URL: `sqlite:${file}`, PORT: "0", LOG_LEVEL: "info", ...more };
  const env = { ...process.env, ...own };
  const options = { cwd: join(root, service), env, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, [...nodeFlags(), "src/main.ts"], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}
