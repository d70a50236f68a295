// Notices that npm is gone, when it was killed or asked to stop by a program that knows npm alone: an IDE, a process manager, a
// script. npm passes few signals on, and a shell that stands between it and us passes none. A command that was started without
// npm watches nothing: what starts it (systemd, a container, nohup in a shell that then ends) knows its own process.
// Plain JavaScript, because it watches from before the packages are installed.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const SHELL = /^-?(ba|da|a|k|z)?sh$|^busybox$|^cmd(\.exe)?$/;
const PACKAGE_MANAGER = /^(npm|npx|pnpm|yarn|bun)\b/;

/**
 * Calls `onGone` once, at most about `everyMs` after npm, or a shell between, has ended. Does not keep the process alive.
 * On Windows, where no process learns who started its parent, it sees the end of the nearest one alone.
 */
export function watchLaunchers(onGone, everyMs = 500, platform = process.platform) {
  const launchers = findLaunchers(platform);
  if (launchers.length === 0) return;
  const timer = setInterval(() => {
    if (areThere(launchers, platform)) return;
    clearInterval(timer);
    onGone();
  }, everyMs);
  timer.unref();
}

/** The processes between us and the outermost npm that started us (one script may call another), nearest first. */
function findLaunchers(platform) {
  if (!process.env.npm_lifecycle_event) return [];
  if (platform === "win32") return [process.ppid];
  const found = [];
  let managers = 0;
  for (let pid = process.ppid; pid > 0; ) {
    const { parent, command } = look(pid, platform);
    const isManager = PACKAGE_MANAGER.test(command);
    if (!isManager && !SHELL.test(command)) break;
    found.push(pid);
    if (isManager) managers = found.length;
    pid = parent;
  }
  // Above npm stands the shell of a person, who may close it and leave us running.
  return found.slice(0, managers);
}

// A process whose parent has ended gets another one at once, even while the dead one is still in the list of processes.
function areThere([nearest, ...others], platform) {
  if (process.ppid !== nearest) return platform === "win32" && isRunning(nearest);
  if (platform !== "linux") return [nearest, ...others].every(isRunning);
  let child = nearest;
  return others.every((pid) => {
    const isParent = look(child, platform).parent === pid;
    child = pid;
    return isParent;
  });
}

/** Its parent, and the name it goes by: npm calls itself "npm start". */
function look(pid, platform) {
  try {
    if (platform === "linux") {
      // "4711 (a name) S 4710 …": the name may hold spaces and brackets.
      const [, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
      return { parent: Number(parent), command: nameOf(readCommand(pid)) };
    }
    const { stdout } = spawnSync("ps", ["-o", "ppid=,args=", "-p", pid], { encoding: "utf8" });
    const [, parent, args] = /^\s*(\d+)\s+(.*)/.exec(stdout);
    return { parent: Number(parent), command: nameOf(args.split(" ")) };
  } catch {
    return { parent: 0, command: "" }; // it is gone, or this system does not show it
  }
}

function readCommand(pid) {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
}

// Before npm has given itself its name, it is Node with npm's file.
function nameOf([program, ...args]) {
  const name = basename(program);
  return /^node(\.exe)?$/.test(name) ? basename(args[0] ?? "") : name;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
