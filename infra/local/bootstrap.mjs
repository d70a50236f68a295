// The one file that runs before anything is installed, so it needs nothing but Node: it checks Node's version, installs
// the packages when they are missing or not those of the lockfile, and hands over to a TypeScript command beside it.
// Plain JavaScript that an old Node can still parse, or the message about the version would never be seen.

import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { whyNotInstalled } from "./installed.mjs";
import { watchLaunchers } from "./launchers.mjs";

const COMMANDS = [
  "start",
  "dev",
  "service",
  "doctor",
  "seed",
  "contracts",
  "parked",
  "backup",
  "restore",
  "measure",
  "chaos",
  "chaos-in-process",
  "chaos-model",
  "soak",
  "bench",
  "call",
];
/** The commands that are not beside this file: tests that run as long as the user wants, and those of a lab. */
const ELSEWHERE = {
  chaos: "../../tests/chaos/processes/main.ts",
  "chaos-in-process": "../../tests/chaos/in-process/main.ts",
  "chaos-model": "../../tests/chaos/model/main.ts",
  soak: "../../bench/soak.ts",
  bench: "../../bench/bench.ts",
  call: "../../labs/call.ts",
};
const root = fileURLToPath(new URL("../../", import.meta.url));
const [command] = process.argv.splice(2, 1);

if (!isNewEnough()) {
  stop(
    `This is Node ${process.versions.node}; the blog needs 20.19 or newer. Get 24 from https://nodejs.org.`,
  );
}
// What makes Node 20 read TypeScript takes the rest of such a path for a query, and finds no file.
if (!process.features.typescript && root.includes("?")) {
  stop(
    `Node 20 cannot run the blog in a folder with "?" in its path: ${root}. Rename it, or get Node 24.`,
  );
}
if (command !== "install" && !COMMANDS.includes(command)) {
  stop(`Unknown command "${command}". There are: ${COMMANDS.join(", ")}.`);
}

// As if the terminal had been closed: the runner stops in order, and any other command ends.
watchLaunchers(() => process.emit("SIGHUP", "SIGHUP") || process.exit(1));

// The doctor only looks: what is not installed is one of the things it reports.
const reason = whyNotInstalled(root);
if (reason && command === "doctor") stop(`✗ ${reason}\n  Run: npm ci`);
if (reason) install();

if (command !== "install") {
  if (!process.features.typescript) {
    const { register } = await import("tsx/esm/api");
    register();
  }
  await import(ELSEWHERE[command] ?? `./${command}.ts`);
}

function isNewEnough() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

function install() {
  console.log(
    `${reason} Installing what package-lock.json names (npm ci); this takes a minute the first time …`,
  );
  // npm sets its own path for its scripts. On Windows it is a .cmd file, which only a shell can start.
  const npm = process.env.npm_execpath || "";
  const options = { cwd: root, stdio: "inherit" };
  const done = basename(npm).startsWith("npm-cli")
    ? spawnSync(process.execPath, [npm, "ci", "--include=dev"], options)
    : spawnSync("npm ci --include=dev", { ...options, shell: true });
  if (done.status !== 0)
    stop("npm ci failed; its message above is the reason. Without a network it cannot work.");
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
