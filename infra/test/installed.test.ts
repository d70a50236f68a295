// Packages that were installed on one kind of machine are not those for another. With the project's own lockfile.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { whyNotInstalled } from "../local/installed.mjs";
import { root } from "../local/services.ts";

const MACHINES = [
  { os: "linux", cpu: "x64", libc: "glibc" },
  { os: "linux", cpu: "x64", libc: "musl" },
  { os: "linux", cpu: "arm64", libc: "glibc" },
  { os: "darwin", cpu: "arm64", libc: undefined },
  { os: "win32", cpu: "x64", libc: undefined },
];
type Machine = (typeof MACHINES)[number];

interface Package {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const lockfile = readFileSync(join(root, "package-lock.json"), "utf8");
const { packages } = JSON.parse(lockfile) as { packages: Record<string, Package> };

/** A project in which npm has noted what it would install on that machine. */
function installedOn({ os, cpu, libc }: Machine, change = (_present: typeof packages) => {}) {
  const folder = mkdtempSync(join(tmpdir(), "blog-installed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const present = Object.fromEntries(
    Object.entries(packages).filter(
      ([, each]) =>
        (!each.os || each.os.includes(os)) &&
        (!each.cpu || each.cpu.includes(cpu)) &&
        (!each.libc || each.libc.includes(libc ?? "")),
    ),
  );
  change(present);
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "package-lock.json"), lockfile);
  writeFileSync(
    join(folder, "node_modules", ".package-lock.json"),
    JSON.stringify({ packages: present }),
  );
  return folder;
}

const pairs = MACHINES.flatMap((there) => MACHINES.map((here) => [there, here] as const));

describe("Packages installed on one machine", () => {
  it.each(pairs)("%j are those for %j only if it is of the same kind", (there, here) => {
    const reason = whyNotInstalled(installedOn(there), here);

    if (there === here) expect(reason).toBeUndefined();
    else expect(reason).toMatch(new RegExp(`for another system .*${there.os}.*this is ${here.os}`));
  });

  it("are complete without what npm leaves out for another reason", () => {
    const [here] = MACHINES;
    const folder = installedOn(here!, (present) => {
      const own = Object.keys(present).find((path) => present[path]?.os)!;
      delete present[own];
    });

    expect(whyNotInstalled(folder, here)).toBeUndefined();
  });

  it("are not those of the lockfile when a version differs, or nothing is noted", () => {
    const [here] = MACHINES;
    const older = installedOn(here!, (present) => {
      present["node_modules/express"] = { version: "0.0.1" };
    });

    expect(whyNotInstalled(older, here)).toMatch(/not those of package-lock/);
    rmSync(join(older, "node_modules"), { recursive: true });
    expect(whyNotInstalled(older, here)).toMatch(/not installed/);
  });
});

it("The packages that this test runs with are those for this machine", () => {
  expect(whyNotInstalled(root)).toBeUndefined();
});
