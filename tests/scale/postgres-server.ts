// A PostgreSQL of a test's own. The server refuses to run as root, so there it runs as "postgres" or "nobody".

import { execFile, execFileSync } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { findFreePorts } from "../../infra/local/ports.ts";
import { runServer, type RunningServer, type TestServer } from "./server-process.ts";

const run = promisify(execFile);

export async function startPostgres(program: string): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "postgres-"));
  const [port] = (await findFreePorts(1)) as [number];
  const user = process.getuid?.() === 0 ? humbleUser() : undefined;
  if (user) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const initdb = join(dirname(program), "initdb");
  const options = { ...user, cwd: folder };
  await run(
    initdb,
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
    options,
  );

  const settings = [
    ...[`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`],
    ...["max_connections=200", "shared_buffers=16MB"],
  ].flatMap((setting) => ["-c", setting]);
  let running: RunningServer | undefined;

  const server: TestServer = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    // After a kill its children need a moment to notice, and it refuses to start beside them.
    async start() {
      for (let attempt = 1; ; attempt += 1) {
        try {
          running = await runServer(program, ["-D", data, ...settings], port, options);
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
