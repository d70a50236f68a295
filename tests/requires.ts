// Some tests need more than Node. Where it is not found they are skipped, by name; where everything was promised
// (REQUIRE_ALL=1, as in CI) a missing part is a failure instead, so that nothing goes untested unnoticed.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it } from "vitest";

/** What to look for on the PATH, and the variable that says where it is instead. */
const PROGRAMS = {
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
  strace: { variable: "STRACE", names: ["strace"], places: [] },
} satisfies Record<string, { variable: string; names: string[]; places: string[] }>;

export type Program = keyof typeof PROGRAMS;

/** The path of a program, or undefined when it is not on this machine. */
export function findProgram(program: Program): string | undefined {
  const { variable, names, places } = PROGRAMS[program];
  const chosen = process.env[variable];
  if (chosen) return chosen;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const endings = process.platform === "win32" ? [".exe"] : [""];
  const candidates = folders.flatMap((folder) =>
    names.flatMap((name) => endings.map((ending) => join(folder, name + ending))),
  );
  return [...candidates, ...places].find(isExecutable);
}

/**
 * `requires("chromium")("The blog in a browser", (chromium) => { … })`: a describe that is given the program's path,
 * or is skipped, or, with REQUIRE_ALL=1, fails by saying what is missing.
 */
export function requires(program: Program) {
  return (title: string, tests: (path: string) => void): void => {
    const path = findProgram(program);
    if (path) return void describe(title, () => tests(path));
    if (process.env.REQUIRE_ALL === "1") {
      return void it(`${title} (needs ${program})`, () => {
        throw new Error(`${program} is not installed, and REQUIRE_ALL=1 promises it.`);
      });
    }
    it.skip(`${title} (needs ${program}, which is not installed)`);
  };
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
