// The blog in a terminal, as one story: what `npm start` prints and does, and that nothing is left behind however it ends.

import { readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { removeData } from "../../infra/local/data-folder.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";
import { stopAfterFile } from "../kit/after-file.ts";
import { type LocalBlog, portsInUse, prepareLocalBlog, type Terminal } from "../kit/local-blog.ts";

// From here, Ctrl-C cannot be pressed on Windows.
const hasSignals = process.platform !== "win32";

let blog: LocalBlog;
beforeAll(async () => {
  blog = await prepareLocalBlog();
});
afterAll(() => blog.remove());

async function start(...args: string[]): Promise<Terminal> {
  const terminal = blog.command("start", ...args);
  stopAfterFile(async () => terminal.killHard());
  await vi.waitFor(() => expect(terminal.output()).toContain("The blog is ready"), 100_000);
  return terminal;
}

function url(name: string): string {
  return blog.plans.find((plan) => plan.name === name)?.url ?? "";
}

async function postsShown(): Promise<unknown[]> {
  const response = await fetch(`${url("client")}/posts`);
  return Object.values((await response.json()) as object); // the course's map of posts
}

describe.runIf(hasSignals)("npm start", () => {
  let terminal: Terminal;
  beforeAll(async () => {
    // A service that found this would not start: what is left of another blog, and not even whole.
    for (const name of ["posts", "comments", "query", "event-bus"])
      writeFileSync(join(blog.dataFolder, `${name}.db`), "of another blog");
    terminal = await start("--reset");
  });

  it("forgets everything with --reset", async () => {
    expect(await postsShown()).toEqual([]);
  });

  it("prints where everything is", () => {
    for (const { url: address } of blog.plans) expect(terminal.output()).toContain(address);
    expect(terminal.output()).toContain(blog.dataFolder);
  });

  it("answers a second one that the first one runs", async () => {
    const second = blog.command("start");

    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`The blog runs already: ${url("client")}`);
  });

  it("gives the doctor nothing to complain about", async () => {
    const doctor = blog.command("doctor");

    expect(await doctor.ended, doctor.output()).toBe(0);
    expect(doctor.output()).toContain("All is well.");
  });

  it("can be seeded", async () => {
    const seed = blog.command("seed", "--posts", "3", "--comments", "2");

    expect(await seed.ended, seed.output()).toBe(0);
    await vi.waitFor(async () => expect(await postsShown()).toHaveLength(3), 10_000);
  });

  it("starts a service again that was killed, and logs it", async () => {
    const pid = /^posts +│ starts as process (\d+)$/m.exec(terminal.output())?.[1];

    process.kill(Number(pid), "SIGKILL");

    await vi.waitFor(() => expect(terminal.output()).toContain("posts was killed"), 5000);
    await vi.waitFor(
      async () => expect((await fetch(`${url("posts")}/readyz`)).ok).toBe(true),
      20_000,
    );
  });

  it("leaves no process behind when it is killed itself", async () => {
    terminal.killHard();

    await vi.waitFor(async () => expect(await portsInUse(blog)).toEqual([]), 15_000);
  });

  it("remembers everything at the next start, and Ctrl-C leaves no process behind", async () => {
    terminal = await start();
    const remembered = await postsShown();

    terminal.pressCtrlC();

    expect(await terminal.ended).toBe(0);
    expect(await portsInUse(blog)).toEqual([]);
    expect(remembered).toHaveLength(3);
  });

  it("knows every file that the services have made by name", () => {
    removeData(blogSystem, blog.dataFolder);

    expect(readdirSync(blog.dataFolder)).toEqual([]);
  });
});

describe("When a port is taken", () => {
  it("npm start names it and explains how to choose another; so does the doctor", async () => {
    const { port = 0 } = blog.plans.find(({ name }) => name === "query") ?? {};
    const stranger = createServer((socket) => socket.destroy()).listen(port);

    const [started, doctor] = [blog.command("start"), blog.command("doctor")];

    expect(await started.ended).toBe(1);
    expect(started.output()).toContain(`Port ${port} (query) is taken`);
    expect(started.output()).toContain(`QUERY_PORT=${port + 100}`);
    expect(await doctor.ended).toBe(1);
    expect(doctor.output()).toContain(`Port ${port} (query) is taken`);
    await new Promise((resolve) => stranger.close(resolve));
  });
});

describe("When a command is typed wrongly", () => {
  it.each([
    [["start", "--coments", "3"], "Unknown option '--coments'"],
    [["start", "--comments", "many"], '--comments is "many"'],
    [["seed", "--posts", "-1"], "--posts"],
    [["strat"], 'Unknown command "strat"'],
  ])("%j is answered with a sentence, not a stack", async ([command = "", ...args], sentence) => {
    const terminal = blog.command(command, ...args);

    expect(await terminal.ended).toBe(1);
    expect(terminal.output()).toContain(sentence);
    expect(terminal.output()).not.toMatch(/^\s+at /m);
  });
});

describe("When LOG_LEVEL is none", () => {
  it("npm start explains it in one sentence, and starts nothing", async () => {
    const wrongly = await prepareLocalBlog({ LOG_LEVEL: "nonsense" });
    const terminal = wrongly.command("start");

    expect(await terminal.ended).toBe(1);
    expect(terminal.output()).toBe(
      'LOG_LEVEL is "nonsense"; it must be one of trace, debug, info, warn, error, fatal, silent.\n',
    );
    await wrongly.remove();
  });
});
