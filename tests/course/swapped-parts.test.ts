// README's "Swap parts", as its reader does it: each part of the course as a process of its own, in the place of ours under
// `npm start`; and each of ours, started in its folder as the course's parts are, among four of the course's.

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { nodeFlags } from "../../infra/local/service-process.ts";
import { findFreePorts, portState } from "../../infra/local/ports.ts";
import { root } from "../../infra/local/services.ts";
import { urlVariable } from "../../infra/systems/variables.ts";
import { get, post } from "../kit/json-http.ts";
import { prepareLocalBlog } from "../kit/local-blog.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";
import { serviceNames } from "../../infra/systems/system.ts";

const PARTS: string[] = serviceNames(blogSystem).filter((name) => name !== "client");
const hasGroups = process.platform !== "win32";
type Env = Record<string, string>;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of children.splice(0)) if (pid) kill(pid);
});

function kill(pid: number): void {
  try {
    process.kill(hasGroups ? -pid : pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function run(command: string, args: string[], folder: string, env: Env): void {
  const options = { cwd: join(root, folder), detached: hasGroups, shell: !hasGroups };
  children.push(
    spawn(command, args, {
      ...options,
      env: { ...process.env, NODE_ENV: undefined, ...env },
      stdio: ["ignore", "ignore", "inherit"],
    }),
  );
}

function startCoursePart(name: string, env: Env): void {
  run(process.execPath, [...nodeFlags(), "tests/course/main.ts", name], ".", env);
}

const isListening = (port: number) =>
  vi.waitFor(async () => expect(await portState(port)).toBe("taken"), 30_000);

interface Shown {
  title: string;
  comments: { content: string; status: string }[];
}

/** Writes a post with two comments, and waits until a reader of `query` sees what moderation has decided. */
async function writeAndSee(posts: string, comments: string, query: string): Promise<void> {
  const created = await post(`${posts}/posts/create`, { title: "Hello" });
  expect(created.status).toBe(201);
  const { id } = created.body as { id: string };
  for (const content of ["I like it.", "An orange is better."]) {
    await vi.waitFor(async () => {
      const { status } = await post(`${comments}/posts/${id}/comments`, { content });
      expect(status).toBe(201);
    }, 10_000);
  }

  await vi.waitFor(async () => {
    const { body } = await get(`${query}/posts`);
    const shown = (body as Record<string, Shown>)[id];
    const decided = shown?.comments.map(({ content, status }) => [content, status]);
    expect([shown?.title, decided]).toEqual([
      "Hello",
      [
        ["I like it.", "approved"],
        ["An orange is better.", "rejected"],
      ],
    ]);
  }, 20_000);
}

describe.runIf(hasGroups)("npm start, with a part of the course in the place of ours", () => {
  it.each(PARTS)(
    "%s",
    async (name) => {
      const [port = 0] = await findFreePorts(1);
      const address = { [urlVariable(name)]: `http://localhost:${port}` };
      const blog = await prepareLocalBlog(address);
      onTestFinished(() => blog.remove());
      const urls = Object.fromEntries(
        blog.addresses.map((one) => [urlVariable(one.name), one.url]),
      );
      const start = () => startCoursePart(name, { ...urls, PORT: String(port) });
      // The course's query asks the bus when it starts, and ends if there is none.
      if (name !== "query") start();

      const terminal = blog.command("start");
      onTestFinished(() => terminal.killHard());
      await vi.waitFor(() => expect(terminal.output()).toContain("The blog is ready"), 120_000);
      if (name === "query") {
        expect(terminal.output()).toContain(
          `QUERY_URL is ${urls.QUERY_URL}, where nothing answers`,
        );
        start();
        await isListening(port);
      }

      const client = urls.CLIENT_URL ?? "";
      await writeAndSee(client, client, client);
      expect(terminal.output()).toMatch(
        new RegExp(
          `^  ${name} +http://localhost:${port} +not started here: ${urlVariable(name)}$`,
          "m",
        ),
      );
      expect(blog.plans.map((plan) => plan.name)).not.toContain(name);
      expect(terminal.output()).not.toMatch(new RegExp(`^${name} +│`, "m"));
      const doctor = blog.command("doctor");
      expect(await doctor.ended, doctor.output()).toBe(0);
      const seed = blog.command("seed", "--posts", "2", "--comments", "1");
      expect(await seed.ended, seed.output()).toBe(0);
      await vi.waitFor(async () => {
        const { body } = await get(`${client}/posts`);
        expect(Object.keys(body as object)).toHaveLength(3);
      }, 10_000);

      terminal.pressCtrlC();
      expect(await terminal.ended).toBe(0);
    },
    120_000,
  );
});

describe.runIf(hasGroups)(
  "Four parts of the course, and one of ours by npm start in its folder",
  () => {
    it.each(PARTS)(
      "%s",
      async (ours) => {
        const ports = await findFreePorts(PARTS.length);
        const portOf = (name: string) => ports[PARTS.indexOf(name)] ?? 0;
        const url = (name: string) => `http://localhost:${portOf(name)}`;
        const urls = Object.fromEntries(PARTS.map((name) => [urlVariable(name), url(name)]));
        const env = (name: string): Env => ({ ...urls, PORT: String(portOf(name)) });
        const SUBSCRIBERS = blogSystem.subscribers.map((name) => `${name}=${url(name)}`).join(",");

        for (const name of PARTS) {
          const own = { ...env(name), SUBSCRIBERS, DATABASE_URL: "sqlite::memory:" };
          if (name === ours) run("npm", ["start"], name, own);
          else startCoursePart(name, env(name));
          await isListening(portOf(name));
        }

        await writeAndSee(url("posts"), url("comments"), url("query"));
      },
      120_000,
    );
  },
);
