// What a system creates at its very first start, and at no other.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { removeData } from "../local/data-folder.ts";
import { findFirstStart } from "../local/first-start.ts";
import { blog } from "../systems/blog.ts";
import type { System } from "../systems/system.ts";

function createScene() {
  const folder = mkdtempSync(join(tmpdir(), "first-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const create = vi.fn(async () => {});
  const system: System = { ...blog, seed: { content: "two posts", create } };
  const lines: string[] = [];
  return {
    ...{ folder, system, create, lines },
    /** Looks, has its services make their files, and creates what there is to create. */
    async start() {
      const firstStart = findFirstStart(system, folder);
      writeFileSync(join(folder, "posts.db"), "");
      await firstStart?.seed([], (line) => lines.push(line));
    },
  };
}

it("The first start of a system creates what it has for that, and no later one does", async () => {
  const { start, create, lines } = createScene();

  for (let times = 0; times < 3; times += 1) await start();

  expect(create).toHaveBeenCalledOnce();
  expect(lines).toEqual(["The first start of the blog: two posts are created …"]);
});

it("A first start that was cut short is completed by the next one", async () => {
  const { start, create } = createScene();
  create.mockRejectedValueOnce(new Error("Killed."));

  await expect(start()).rejects.toThrow("Killed.");
  for (let times = 0; times < 2; times += 1) await start();

  expect(create).toHaveBeenCalledTimes(2);
});

it("Data from before is left as it is", async () => {
  const { start, create, folder } = createScene();
  writeFileSync(join(folder, "event-bus.db"), "");

  await start();

  expect(create).not.toHaveBeenCalled();
});

it("A reset makes the next start the first one", async () => {
  const { start, create, folder, system } = createScene();
  await start();

  removeData(system, folder);
  await start();

  expect(create).toHaveBeenCalledTimes(2);
});

it("A system that has nothing for it leaves nothing behind", () => {
  const { folder } = createScene();

  expect(findFirstStart(blog, folder)).toBeUndefined();
  expect(existsSync(join(folder, "first-start.txt"))).toBe(false);
});
