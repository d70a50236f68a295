// Whether the packages in node_modules are those of the lockfile, and made for this machine: a folder that was copied from
// another system, or from an image, holds programs that cannot run here. Plain JavaScript, for it runs before they are there.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * In words, why they must be installed; nothing when they need not. npm notes in node_modules what it installed: comparing
 * versions is surer than comparing times, because a fresh checkout is always "newer".
 */
export function whyNotInstalled(root, machine = thisMachine()) {
  const wanted = readPackages(root, "package-lock.json") ?? {};
  const present = readPackages(root, "node_modules/.package-lock.json");
  if (!present) return "The packages are not installed.";
  const isThere = ([path, { version }]) => present[path]?.version === version;
  const packages = Object.entries(wanted).filter(([path]) => path.startsWith("node_modules/"));
  // An optional package may be missing for a good reason, such as an older Node.
  if (!packages.every((each) => each[1].optional || isThere(each)))
    return "The packages are not those of package-lock.json.";

  // The programs inside packages: one package for each kind of machine, of which npm installs the one that fits.
  const foreign = Object.values(present).find((each) => !fits(each, machine));
  const lacking = packages.find((each) => each[1].os && fits(each[1], machine) && !isThere(each));
  if (!foreign || !lacking) return undefined;
  const { os, cpu, libc } = machine;
  const here = [os, cpu, libc].filter(Boolean).join(" ");
  return `The packages were installed for another system (${describe(foreign)}); this is ${here}.`;
}

function thisMachine() {
  return { os: process.platform, cpu: process.arch, libc: libcOf(process.platform) };
}

function libcOf(platform) {
  if (platform !== "linux") return undefined;
  // Looking at the network could take seconds.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";
}

function fits({ os, cpu, libc }, machine) {
  return allows(os, machine.os) && allows(cpu, machine.cpu) && allows(libc, machine.libc);
}

// npm's rule: a list of names, or of names with a "!" in front, which are all but these.
function allows(list, name) {
  if (!list) return true;
  const refused = list.filter((each) => each.startsWith("!"));
  if (refused.includes(`!${name}`)) return false;
  return refused.length === list.length || list.includes(name);
}

function describe({ os = [], cpu = [], libc = [] }) {
  return [...os, ...cpu, ...libc].join(" ");
}

function readPackages(root, file) {
  try {
    return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
  } catch {
    return undefined;
  }
}
