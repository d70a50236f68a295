// Where the data may lie, and what a reset removes: the blog's own files, and nothing else. All of it in temporary folders.

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, parse } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDataFolder, removeData } from "../local/data-folder.ts";
import { dataFolderFrom, root } from "../local/services.ts";
import { whyUnsuitable } from "../local/unsuitable-folder.ts";
import { blog } from "../systems/blog.ts";
import { serviceNames } from "../systems/system.ts";
import { runs } from "../../tests/kit/runs.ts";

function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "blog-data-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("A reset", () => {
  it("removes the databases of every service and replica, and leaves every other file", () => {
    const name = fc.oneof(
      fc.constantFrom("notes.txt", ".git", "posts", "posts.db.bak", "my-posts.db", "posts.db-walk"),
      fc.constantFrom("runner.sock", "package.json", "comments-.db", "Posts.db", "thesis.db"),
      fc.stringMatching(/^[a-z-]{1,12}$/),
    );
    const ours = fc
      .tuple(
        fc.constantFrom(...serviceNames(blog), "event-bus-subscriptions", "event-bus-mirror"),
        fc.constantFrom("", "-2", "-13"),
        fc.constantFrom("", "-wal", "-shm", "-journal"),
      )
      .map(([service, replica, ending]) =>
        service.startsWith("event-bus-")
          ? `${service}.db${ending}`
          : `${service}${replica}.db${ending}`,
      );

    fc.assert(
      fc.property(fc.uniqueArray(name), fc.uniqueArray(ours), (others, databases) => {
        const folder = temporary();
        for (const file of [...others, ...databases]) writeFileSync(join(folder, file), "data");

        removeData(blog, folder);

        expect(readdirSync(folder).toSorted()).toEqual(others.toSorted());
        rmSync(folder, { recursive: true });
      }),
      { numRuns: runs(50) },
    );
  });

  it("of one service leaves the others and its replicas", () => {
    const folder = temporary();
    for (const file of ["query.db", "query.db-wal", "query-2.db", "posts.db"])
      writeFileSync(join(folder, file), "data");

    removeData(blog, folder, "query");

    expect(readdirSync(folder)).toEqual(["posts.db", "query-2.db"]);
  });

  it.each(["a file", "a folder", "nothing"])(
    "refuses a link to %s, and removes nothing",
    (what) => {
      const [folder, elsewhere] = [temporary(), temporary()];
      const target = join(elsewhere, "target");
      if (what === "a file") writeFileSync(target, "precious");
      if (what === "a folder") mkdirSync(target);
      writeFileSync(join(folder, "event-bus.db"), "data");
      symlinkSync(target, join(folder, "posts.db"));

      expect(() => removeData(blog, folder)).toThrow(/Nothing was removed: .* posts\.db is a link/);

      expect(readdirSync(folder)).toEqual(["event-bus.db", "posts.db"]);
      expect(readlinkSync(join(folder, "posts.db"))).toBe(target);
      expect(existsSync(target)).toBe(what !== "nothing");
    },
  );

  it("works behind a link to the folder, which stays a link", () => {
    const [real, place] = [temporary(), temporary()];
    const link = join(place, "data");
    symlinkSync(real, link);
    writeFileSync(join(real, "posts.db"), "data");
    writeFileSync(join(real, "letter.txt"), "precious");

    removeData(blog, openDataFolder(blog, link));

    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(real, "letter.txt"), "utf8")).toBe("precious");
    expect(existsSync(join(real, "posts.db"))).toBe(false);
  });
});

describe("The data folder", () => {
  it.each([undefined, "", " "])("is .data where DATA_FOLDER is %j", (DATA_FOLDER) => {
    expect(dataFolderFrom(blog, { DATA_FOLDER })).toBe(join(root, ".data"));
  });

  it.each([
    ["the project", root],
    ["what holds the project", dirname(root.replace(/\/$/, ""))],
    ["the root", parse(root).root],
    ["one's home", homedir()],
    ["what holds one's home", dirname(homedir())],
    ["the home of another", "/home"],
  ])("is refused where it is %s", (_what, folder) => {
    expect(whyUnsuitable(folder) ?? "", folder).toMatch(existsSync(folder) ? /that is/ : /^$/);
  });

  it("is refused where it leads to the project by a link, also by several", () => {
    const place = temporary();
    symlinkSync(root, join(place, "one"));
    symlinkSync(join(place, "one"), join(place, "two"));

    expect(whyUnsuitable(join(place, "two"))).toMatch(/that is the project itself/);
  });

  it("is refused, in words, where it is or lies in a file, or is a link to nothing", () => {
    const place = temporary();
    writeFileSync(join(place, "file"), "precious");
    symlinkSync(join(place, "nothing"), join(place, "link"));

    for (const name of ["file", "file/below/it"])
      expect(() => openDataFolder(blog, join(place, name))).toThrow(/file is a file/);
    expect(() => openDataFolder(blog, join(place, "link"))).toThrow(/is a link that leads nowhere/);
    expect(readdirSync(place).toSorted()).toEqual(["file", "link"]);
  });

  it("may lie in the project, in a home, or anywhere below, before it is there", () => {
    for (const place of [root, homedir(), temporary()])
      expect(whyUnsuitable(join(place, "not", "there", "yet"))).toBeUndefined();
  });
});

describe.skipIf(process.platform === "win32")("Other users of the machine", () => {
  const mode = (folder: string) => (statSync(folder).mode & 0o777).toString(8);

  it("cannot look into a folder that the blog has made", () => {
    const folder = join(temporary(), "new", "one");

    openDataFolder(blog, folder);

    expect(mode(folder)).toBe("700");
  });

  it("cannot look into an older one any more, if it holds nothing but the blog's data", () => {
    const [ours, shared] = [temporary(), temporary()];
    writeFileSync(join(ours, "posts.db"), "data");
    writeFileSync(join(shared, "letter.txt"), "for all users");
    for (const folder of [ours, shared]) chmodSync(folder, 0o755);

    openDataFolder(blog, ours);
    openDataFolder(blog, shared);

    expect([mode(ours), mode(shared)]).toEqual(["700", "755"]);
  });
});
