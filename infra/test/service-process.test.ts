// What a service's process is started with, and where it cannot be started at all.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { serviceProcess } from "../local/service-process.ts";
import { planServices, root } from "../local/services.ts";
import { blog } from "../systems/blog.ts";

const [plan] = planServices(blog, { env: {}, dataFolder: "/data" });

describe("A service's process", () => {
  it.each([
    ["--inspect", "--inspect=127.0.0.1:0"],
    [
      "--no-warnings --inspect-brk=9230 --title=a",
      "--no-warnings --inspect-brk=127.0.0.1:0 --title=a",
    ],
    ["--inspect=0.0.0.0:9229", "--inspect=0.0.0.0:0"],
    ["--inspect-publish-uid=http", "--inspect-publish-uid=http"],
    ["--max-old-space-size=500", "--max-old-space-size=500"],
  ])("has an inspector's port of its own where NODE_OPTIONS is %s", (NODE_OPTIONS, own) => {
    expect(serviceProcess(plan!, { NODE_OPTIONS }).env.NODE_OPTIONS).toBe(own);
  });

  it.runIf(!process.features.typescript)("is not tried on Node 20 below a path with ?", () => {
    const place = mkdtempSync(join(tmpdir(), "blog-odd-"));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    cpSync(join(root, "infra", "local"), join(place, "x?y", "infra", "local"), { recursive: true });

    const bootstrap = join(place, "x?y", "infra", "local", "bootstrap.mjs");
    const { status, stderr } = spawnSync(process.execPath, [bootstrap, "doctor"], {
      encoding: "utf8",
    });

    expect(stderr).toMatch(/^Node 20 cannot run the blog in a folder with "\?" in its path/);
    expect(status).toBe(1);
  });
});
