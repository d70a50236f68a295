// npm run backup and npm run restore: all data of a blog, whole and fitting together, while it runs and while it does not. One story:
// a backup of the running blog, the blog stops, and in the end it starts from that backup.

import { execFile } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkDatabases, copyDatabase } from "../../infra/local/database-files.ts";
import { root } from "../../infra/local/services.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";
import { type PublicApi, publicApi } from "../kit/public-api.ts";
import { type Blog, startBlog } from "../kit/blog.ts";

let blog: Blog;
let api: PublicApi;
// Those that have data.
const SERVICES = ["event-bus", "posts", "comments", "query"] as const;
// Each command is a process, and so are the four services: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const elsewhere = mkdtempSync(join(tmpdir(), "backups-"));
beforeAll(async () => {
  blog = await startBlog({ only: [...SERVICES], envOf: { "event-bus": { LAB: "1" } } });
  api = publicApi(blog);
});
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** As it is typed in a terminal. */
function run(command: "backup" | "restore", folder: string, env: Record<string, string> = {}) {
  const args = [join(root, "infra/local/bootstrap.mjs"), command, folder];
  const { port } = new URL(blog.urls["event-bus"]);
  const settings = { ...process.env, EVENT_BUS_PORT: port, DATA_FOLDER: blog.dataFolder, ...env };
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, args, { env: settings }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    );
  });
}

const forEach = async (work: (name: string) => Promise<void>) => {
  for (const name of SERVICES) await work(name);
};

async function titles(): Promise<string[]> {
  const answer = await fetch(`${blog.urls.query}/posts`);
  const posts = (await answer.json()) as Record<string, { title: string }>;
  return Object.values(posts).map(({ title }) => title);
}

describe("A backup", () => {
  const folder = join(elsewhere, "running");

  it("made while users write is whole and fits together", async () => {
    await api.createPost("Before the backup");
    let isOver = false;
    const writing = (async () => {
      while (!isOver) await api.createPost("Meanwhile");
    })();

    const backup = await run("backup", folder);
    isOver = true;
    await writing;

    expect(backup).toMatchObject({ code: 0, output: expect.stringContaining(folder) });
    expect(checkDatabases(blogSystem, folder)).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual([
      "backup.json",
      "comments.db",
      "event-bus-subscriptions.db",
      "event-bus.db",
      "posts.db",
      "query.db",
    ]);
  });

  it("is refused, in words, by a bus that belongs to other data", async () => {
    const data = join(elsewhere, "other-data");
    mkdirSync(data);
    const other = openSqlite(join(data, "event-bus.db"), { exclusive: true });
    other.exec("CREATE TABLE a (b)");

    const { code, output } = await run("backup", join(elsewhere, "other"), { DATA_FOLDER: data });

    other.close();
    expect(code).toBe(1);
    expect(output).toContain("Stop the blog, or set EVENT_BUS_PORT");
  });

  it("made of a stopped blog is of the .db files alone: nothing is left in a write-ahead log", async () => {
    await api.createPost("After the backup");
    await api.untilHandled("posts", "comments", "query");
    await forEach((name) => blog.kill(name, "SIGTERM"));
    const copies = join(elsewhere, "copied-by-hand");
    mkdirSync(copies);
    for (const name of readdirSync(blog.dataFolder).filter((each) => each.endsWith(".db")))
      copyFileSync(join(blog.dataFolder, name), join(copies, name));
    const log = openSqlite(join(copies, "event-bus.db"));
    const found = log
      .prepare("SELECT count(*) AS n FROM events WHERE data LIKE '%After the backup%'")
      .get();
    log.close();
    expect(found).toEqual({ n: 1 });

    const stopped = join(elsewhere, "stopped");
    expect(await run("backup", stopped)).toMatchObject({ code: 0 });

    expect(checkDatabases(blogSystem, stopped)).toEqual([]);
  });

  it("is not restored when a byte of it has changed, and nothing else has then", async () => {
    const changed = join(elsewhere, "stopped");
    const file = join(changed, "posts.db");
    const bytes = readFileSync(file);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(file, bytes);
    const before = readdirSync(blog.dataFolder);

    const { code, output } = await run("restore", changed);

    expect(code).toBe(1);
    expect(output).toContain("posts.db is not as it was");
    expect(readdirSync(blog.dataFolder)).toEqual(before);
  });

  it("is restored in place of later data", async () => {
    expect(await run("restore", folder)).toMatchObject({ code: 0 });
    await Promise.all(SERVICES.map((name) => blog.start(name)));

    await expect.poll(titles).toContain("Before the backup");
    expect(await titles()).not.toContain("After the backup");
    const kept = readdirSync(blog.dataFolder).find((name) => name.startsWith("before-restore-"));
    expect(readdirSync(join(blog.dataFolder, kept ?? ""))).toContain("event-bus.db");
  });
});

describe("Databases that do not fit together", () => {
  it("are named: a consumer that has handled more of the log than there is", () => {
    // What was kept when the backup was restored is of a stopped blog that had handled its whole log.
    const kept = readdirSync(blog.dataFolder).find((name) => name.startsWith("before-restore-"));
    const folder = join(elsewhere, "misfit");
    mkdirSync(folder);
    for (const name of ["event-bus.db", "posts.db"])
      copyDatabase(join(blog.dataFolder, kept ?? "", name), join(folder, name));

    const log = openSqlite(join(folder, "event-bus.db"));
    log.exec("DELETE FROM events WHERE position = (SELECT max(position) FROM events)");
    log.close();

    expect(checkDatabases(blogSystem, folder)).toEqual([
      expect.stringContaining("posts.db has handled"),
    ]);
  });
});
