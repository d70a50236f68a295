// A learner at a terminal: runs the lines of a page against a blog of the test's own, on its own ports. What the reader
// has to put in (POST_ID, POSITION) is taken from the answers before.

import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { expect, vi } from "vitest";
import type { Blog } from "../kit/blog.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";

const run = promisify(execFile);

const COURSE_PORTS: Record<string, string> = {
  ...Object.fromEntries(blogSystem.services.map(({ name, port }) => [String(port), name])),
  "4006": "comments-2",
  "4007": "comments-3",
};

export interface Terminal {
  /** Runs one line. Resolves with what it prints; undefined for lines that start or stop something. */
  type(line: string, wanted: "success" | "any answer"): Promise<string | undefined>;
  /** An address of a page, as it is in the test's blog. */
  address(url: string): string;
}

export function createTerminal(blog: Blog): Terminal {
  let postId = "";

  const address = (text: string) =>
    text.replaceAll(
      /http:\/\/localhost:(\d+)/g,
      (url, port: string) => blog.urls[COURSE_PORTS[port] ?? ""] ?? url,
    );

  async function fill(line: string): Promise<string> {
    const known = address(line).replaceAll("POST_ID", postId);
    return known.includes("POSITION")
      ? known.replaceAll("POSITION", String(await parkedPosition(known)))
      : known;
  }

  async function parkedPosition(line: string): Promise<number> {
    const [url] = /http\S+\/parked/.exec(line) ?? [];
    return vi.waitFor(
      async () => {
        const parked = (await (await fetch(url!)).json()) as { position: number }[];
        expect(parked).not.toEqual([]);
        return parked[0]!.position;
      },
      { timeout: 10_000 },
    );
  }

  async function curl(words: string[]): Promise<string> {
    const { stdout } = await run("curl", ["--silent", "--show-error", ...words]);
    const created = /^\{"id":"(?<id>[^"]+)","title"/.exec(stdout);
    if (created && words.includes("POST")) postId = created.groups?.id ?? "";
    return stdout;
  }

  /** Reads until a post that is written meanwhile arrives. */
  async function follow(words: string[]): Promise<string> {
    const reader = spawn("curl", ["--silent", ...words]);
    let received = "";
    reader.stdout.on("data", (chunk) => (received += chunk));
    await vi.waitFor(() => expect(received).toContain("id:"), 5000);
    await fetch(`${blog.urls.posts}/posts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"title":"Written meanwhile"}',
    });
    await vi.waitFor(() => expect(received).toContain("Written meanwhile"), 5000);
    reader.kill();
    return received;
  }

  return {
    address,

    async type(line, wanted) {
      const [command = "", ...words] = splitWords(await fill(line));
      if (command === "curl" && words.includes("-N")) return follow(words);
      if (command === "curl") return curl(wanted === "success" ? ["--fail", ...words] : words);

      const started = /^node --import tsx ([\w-]+)\/src\/main\.ts$/.exec(line)?.[1];
      // What `npm start` has started is the same process.
      if (started && blog.pid(started) === undefined) await blog.start(started);
      const stopped = /^# Ctrl-C in the terminal of ([\w-]+)$/.exec(line)?.[1];
      if (stopped) await blog.kill(stopped, "SIGTERM");
      const killed = /^kill -9 \$\(lsof -t -i tcp:(\d+) -s tcp:listen\)$/.exec(line)?.[1];
      if (killed) await killByPort(blog, COURSE_PORTS[killed] ?? "", line);
      const comments = /^npm start(?: -- --comments (\d))?$/.exec(line);
      if (comments) await startAll(blog, Number(comments[1] ?? 1));
      const isKnown = started ?? stopped ?? killed ?? comments ?? isTestedElsewhere(line);
      expect(isKnown, `"${line}" is run by one of them`).toBeTruthy();
      return undefined;
    },
  };
}

// npm start with another part, and a service in its folder, have tests in tests/course and infra/test; npm test is what runs
// this one.
function isTestedElsewhere(line: string): boolean {
  return line === "npm test" || /^([A-Z_]+=\S+|cd \w+ &&) npm start$/.test(line);
}

async function startAll(blog: Blog, comments: number): Promise<void> {
  const replicas = Array.from({ length: comments - 1 }, (_, index) => `comments-${index + 2}`);
  const names = Object.values(COURSE_PORTS).filter((name) => !/\d$/.test(name));
  const missing = [...names, ...replicas].filter((name) => blog.pid(name) === undefined);
  await Promise.all(missing.map((name) => blog.start(name)));
}

/** As it is written, where there is an lsof; then started again, as `npm start` does. */
async function killByPort(blog: Blog, name: string, line: string): Promise<void> {
  const { port } = new URL(blog.urls[name] ?? "");
  const written = line.replace(/tcp:\d+/, `tcp:${port}`);
  await run("sh", ["-c", `command -v lsof && ${written}`]).catch(() => undefined);
  await blog.kill(name);
  await blog.start(name);
}

/** As a Unix shell does, for what stands in our pages: words, with quotes around some of them. */
function splitWords(line: string): string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g);
  return [...words].map(([, single, double, bare]) => single ?? double ?? bare ?? "");
}
