// Finds a program that is not ours and not in node_modules: a browser, a database, a broker. Starts nothing.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { withoutEmpty } from "@blog/common/base/environment";

/** What to look for on the PATH, and the variable that names another location. */
export const PROGRAMS = {
  chromium: {
    variable: "CHROMIUM",
    names: ["chromium", "chromium-browser", "google-chrome", "chrome", "msedge"],
    places: [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
      "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    ],
  },
  postgres: { variable: "POSTGRES", names: ["postgres", "pg_ctl"], places: postgresPlaces() },
  nats: { variable: "NATS_SERVER", names: ["nats-server"], places: [] },
  redis: { variable: "REDIS_SERVER", names: ["redis-server"], places: [] },
  // What Debian puts on the PATH is a wrapper that insists on a user and a folder of its own.
  rabbitmq: {
    variable: "RABBITMQ_SERVER",
    names: [],
    places: [
      "/usr/lib/rabbitmq/bin/rabbitmq-server",
      "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server",
      "/usr/local/opt/rabbitmq/sbin/rabbitmq-server",
    ],
  },
  // The daemon, not the command: that one also runs where there is no daemon, and on systems whose containers are elsewhere.
  docker: { variable: "DOCKERD", names: ["dockerd"], places: ["/usr/sbin/dockerd"] },
  compose: {
    variable: "DOCKER_COMPOSE",
    names: ["docker-compose"],
    places: ["/usr/libexec/docker", "/usr/lib/docker", "/usr/local/lib/docker"].map(
      (folder) => `${folder}/cli-plugins/docker-compose`,
    ),
  },
  promtool: { variable: "PROMTOOL", names: ["promtool"], places: [] },
  strace: { variable: "STRACE", names: ["strace"], places: [] },
} satisfies Record<string, { variable: string; names: string[]; places: string[] }>;

export type Program = keyof typeof PROGRAMS;

/** The path of a program, or undefined when it is not on this machine. */
export function findProgram(program: Program): string | undefined {
  const { variable, names, places } = PROGRAMS[program];
  const chosen = withoutEmpty(process.env)[variable];
  if (chosen) return chosen;
  const folders = (process.env.PATH || "").split(delimiter);
  const endings = process.platform === "win32" ? [".exe"] : [""];
  const candidates = folders.flatMap((folder) =>
    names.flatMap((name) => endings.map((ending) => join(folder, name + ending))),
  );
  return [...candidates, ...places].find(isExecutable);
}

// Debian keeps the server out of the PATH.
function postgresPlaces(): string[] {
  return [19, 18, 17, 16, 15, 14].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
