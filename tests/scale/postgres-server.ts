// A PostgreSQL of a test's own. The server refuses to run as root, so there it runs as another user.

import { execFile, execFileSync } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { findFreePorts } from "../../infra/local/ports.ts";
import { runServer, type RunningServer, type TestServer } from "./server-process.ts";

const run = promisify(execFile);

/** Asks for no password, or for this one of its user "postgres", and for those that roles are given later. */
export async function startPostgres(
  program: string,
  { password }: { password?: string } = {},
): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "postgres-"));
  const [port] = (await findFreePorts(1)) as [number];
  const user = process.getuid?.() === 0 ? humbleUser() : undefined;
  if (user) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const initdb = join(dirname(program), "initdb");
  const options = { ...user, cwd: folder };
  const passwordFile = join(folder, "password");
  if (password) await writeFile(passwordFile, password);
  const access = password ? ["-A", "scram-sha-256", "--pwfile", passwordFile] : ["-A", "trust"];
  await run(initdb, ["-D", data, "-U", "postgres", ...access, "-E", "UTF8", "--no-sync"], options);

  const settings = [
    ...[`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`],
    ...["max_connections=200", "shared_buffers=16MB"],
  ].flatMap((setting) => ["-c", setting]);
  let running: RunningServer | undefined;

  const url = `postgres://postgres${password ? `:${password}` : ""}@127.0.0.1:${port}/postgres`;

  // While it recovers it listens already, and refuses every client.
  async function isReady(): Promise<boolean> {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return true;
    } catch {
      return false;
    } finally {
      await client.end();
    }
  }

  const server: TestServer = {
    url,
    port,
    // After a kill its children need a moment to notice, and it refuses to start beside them.
    async start() {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const args = ["-D", data, ...settings];
          running = await runServer(program, args, port, { ...options, isReady });
          return;
        } catch (error) {
          if (attempt === 50) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    },
    kill: async () => running?.kill("SIGKILL"),
    async remove() {
      await running?.kill("SIGQUIT");
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  await server.start();
  return server;
}

function humbleUser(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    try {
      const idOf = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: "pipe" }));
      return { uid: idOf("-u"), gid: idOf("-g") };
    } catch {
      // There is no such user here.
    }
  }
  throw new Error("PostgreSQL refuses to run as root, and there is no other user here.");
}
