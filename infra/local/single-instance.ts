// One runner per data folder: two would write the same files. The holder listens on a local socket in that folder, which the
// system gives up when its process dies, however it dies; a file with a process id would stay behind. In the folder, because
// no other user may write there: in a shared folder for temporary files, any process could listen first.

import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { harmless } from "./terminal.ts";

export interface Instance {
  release: () => Promise<void>;
  /** In words, why a second runner would not be noticed; nothing where it is. */
  unguarded?: string;
}

const SOCKET = "runner.sock";
const PIPE = "runner.pipe";
/** What the runner keeps in the data folder while it runs. */
export const CLAIM_FILES = [SOCKET, PIPE];

const ANSWER_WITHIN_MS = 1000;
const LONGEST_ANSWER = 300;

/**
 * Takes the folder, which is there, or returns how its holder introduces itself. Throws an Error, in words, when a file that
 * is not ours stands in the way.
 */
export async function claimFolder(
  folder: string,
  introduction: string,
): Promise<Instance | { heldBy: string }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(introduction);
  });
  let refusal = await listen(server, folder);
  if (refusal === "EADDRINUSE") {
    const heldBy = await ask(folder);
    if (heldBy !== undefined) return { heldBy };
    removeStale(join(folder, SOCKET));
    refusal = await listen(server, folder);
  }
  if (refusal === undefined) return instance(server, folder);
  if (refusal === "EADDRINUSE") return { heldBy: (await ask(folder)) ?? "another process" };
  // Some disks keep no sockets: those of Windows seen from WSL, or shared with a virtual machine.
  const unguarded = `${folder} can hold no socket (${refusal}): a second start with the same data would not be noticed.`;
  return { release: async () => {}, unguarded };
}

function instance(server: Server, folder: string): Instance {
  server.unref();
  const path = join(folder, SOCKET);
  const remove = () => rmSync(path, { force: true });
  if (process.platform !== "win32") {
    chmodSync(path, 0o700);
    process.once("exit", remove);
  }
  return {
    release: () =>
      new Promise((resolve) => {
        process.off("exit", remove);
        inFolder(folder, () => server.close(() => resolve()));
        remove();
      }),
  };
}

/** Nothing when it listens, or the error's code. */
function listen(server: Server, folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "unknown"));
    inFolder(folder, () =>
      server.listen(addressIn(folder), () => {
        server.removeAllListeners("error");
        resolve(undefined);
      }),
    );
  });
}

// By its name alone, from within the folder: a socket's whole path may have 103 bytes at most. The system looks the name up
// during the call, so the process is elsewhere for no longer than that.
function inFolder(folder: string, work: () => void): void {
  const before = process.cwd();
  process.chdir(folder);
  try {
    work();
  } finally {
    process.chdir(before);
  }
}

// Windows has one list of names for all users: so it is one that cannot be guessed, and is kept in the folder.
function addressIn(folder: string): string {
  if (process.platform !== "win32") return SOCKET;
  const file = join(folder, PIPE);
  try {
    writeFileSync(file, randomBytes(16).toString("hex"), { flag: "wx" });
  } catch {
    // It is there from an earlier start.
  }
  return `\\\\.\\pipe\\blog-${readFileSync(file, "utf8")}`;
}

/** The holder's answer, without whatever could steer a terminal; nothing when nothing listens any more. */
function ask(folder: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let answer = "";
    let isConnected = false;
    inFolder(folder, () => {
      const socket = connect(addressIn(folder));
      const timer = setTimeout(() => socket.destroy(), ANSWER_WITHIN_MS);
      socket.on("data", (chunk) => {
        answer += chunk;
        if (answer.length > LONGEST_ANSWER) socket.destroy();
      });
      socket.once("connect", () => {
        isConnected = true;
      });
      socket.on("error", ({ code }: NodeJS.ErrnoException) => {
        if (code === "EACCES" || code === "EPERM") reject(inTheWay(join(folder, SOCKET), code));
      });
      socket.on("close", () => {
        clearTimeout(timer);
        const words = harmless(answer.slice(0, LONGEST_ANSWER));
        resolve(isConnected ? words || "a process that does not identify itself" : undefined);
      });
    });
  });
}

// What a killed runner has left behind. Only a socket: whatever else has that name is not ours.
function removeStale(path: string): void {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry && !entry.isSocket()) throw inTheWay(path, "not a socket");
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw inTheWay(path, (error as NodeJS.ErrnoException).code);
  }
}

function inTheWay(path: string, why: string | undefined): Error {
  return new Error(
    `${path} is not the blog's own (${why}). Remove it, or choose another DATA_FOLDER.`,
  );
}
