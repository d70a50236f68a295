// One runner per data folder: two would write the same files. The holder listens on a local socket named after the
// folder, which the system gives up when its process dies, however it dies; a file with a process id would stay behind.

import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Instance {
  release: () => Promise<void>;
}

/** Takes the folder, or tells what its holder says of itself. */
export async function claimFolder(
  folder: string,
  introduction: string,
): Promise<Instance | { heldBy: string }> {
  const address = socketAddress(folder);
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(introduction);
  });
  if (await listen(server, address)) return instance(server);

  const heldBy = await ask(address);
  if (heldBy !== undefined) return { heldBy };

  // Nobody answers: the file is what a killed runner left behind.
  await rm(address, { force: true });
  if (await listen(server, address)) return instance(server);
  return { heldBy: (await ask(address)) ?? "another process" };
}

function instance(server: Server): Instance {
  server.unref();
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

// In the temporary folder, because a socket's path may have 104 characters at most.
function socketAddress(folder: string): string {
  const name = `blog-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(address, () => {
      server.removeAllListeners("error");
      resolve(true);
    });
  });
}

function ask(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(address);
    socket.setTimeout(1000, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", (failed) => resolve(failed && answer === "" ? undefined : answer));
  });
}
