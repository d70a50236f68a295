// `npm run soak -- --hostile`: what one visitor can do to a blog's memory, against the limits of the manifests. Real processes
// on this machine, one load after the other; at the end, the most that each process has had.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { buildClient, isBuildFresh } from "../../infra/local/client-build.ts";
import { type Services, startServices } from "../our-services.ts";
import { type HostileBlog, loads } from "./loads.ts";
import { highestMemoryOf, memoryLimitOf } from "./memory-limits.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";
import { serviceNames } from "../../infra/systems/system.ts";

const NAMES = serviceNames(blogSystem);
const POSTS = 5000;
const COMMENTS = 590;
// A kept connection may be closed just now.
const ALONE = { connection: "close" };

/** Resolves with whether every process has stayed within its limit, and answers. */
export async function soakHostile(): Promise<boolean> {
  if (process.platform !== "linux") {
    console.error("Only Linux keeps how large a process has been.");
    return false;
  }
  if (!isBuildFresh() && !(await buildClient())) return false;
  const dataFolder = await mkdtemp(join(tmpdir(), "blog-hostile-"));
  let services: Services | undefined;
  try {
    services = await startServices({ dataFolder, only: NAMES, envOf: asInItsContainer });
    return await attack(services);
  } finally {
    await services?.stop();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// As the images start Node, which takes half of a container's memory for the largest heap.
function asInItsContainer(name: string): Record<string, string> {
  const heap = Math.floor(memoryLimitOf(name) / 2);
  return { NODE_OPTIONS: `--max-semi-space-size=2 --max-old-space-size=${heap}` };
}

async function attack(services: Services): Promise<boolean> {
  const blog = await fill(services);
  const highest = () =>
    new Map(NAMES.map((name) => [name, highestMemoryOf(services.pid(name) ?? 0)]));
  let last = highest();
  const worst = new Map(NAMES.map((name) => [name, "idle"]));
  for (const { what, run } of loads) {
    await run(blog);
    const now = highest();
    for (const name of NAMES)
      if ((now.get(name) ?? 0) > (last.get(name) ?? 0)) worst.set(name, what);
    const grown = NAMES.filter((name) => (now.get(name) ?? 0) > (last.get(name) ?? 0) + 1);
    const sizes = grown.map((name) => `${name} ${now.get(name)?.toFixed(0)}`);
    console.log(`${what}: ${sizes.join(", ") || "nothing grows"}`);
    last = now;
  }

  console.log("\nhighest memory      MiB    limit   while there were");
  for (const name of NAMES) {
    const [size, limit] = [last.get(name) ?? 0, memoryLimitOf(name)];
    const sign = size > limit ? "✗" : " ";
    const numbers = size.toFixed(0).padStart(8) + String(limit).padStart(9);
    console.log(`${sign} ${name.padEnd(13)}${numbers}   ${worst.get(name)}`);
  }
  return NAMES.every((name) => (last.get(name) ?? 0) <= memoryLimitOf(name)) && areUp(services);
}

async function areUp(services: Services): Promise<boolean> {
  const answers = NAMES.map((name) => fetch(`${services.url(name)}/healthz`, { headers: ALONE }));
  return (await Promise.all(answers)).every(({ ok }) => ok);
}

/** A blog with many posts, of which one has a long thread. */
async function fill(services: Services): Promise<HostileBlog> {
  const thread = "hostile-0";
  const title = "x".repeat(200);
  const posts = Array.from({ length: POSTS }, (_, index) => `hostile-${index}`);
  for (let from = 0; from < POSTS; from += 1000) {
    const some = posts.slice(from, from + 1000);
    await publish(some.map((id) => ({ id, type: "PostCreated", data: { id, title } })));
  }
  let comments = 0;
  const newComments = (count: number) =>
    Array.from({ length: count }, () => {
      const id = `comment-${comments++}`;
      const data = { id, postId: thread, content: "x".repeat(1000), status: "approved" };
      return { id, type: "CommentUpdated", data };
    });
  await publish(newComments(COMMENTS));
  await isShown(COMMENTS);

  return {
    url: services.url,
    thread,
    async comment() {
      await publish(newComments(1));
      await isShown(comments);
    },
  };

  async function publish(events: { id: string; type: string; data: object }[]): Promise<void> {
    const body = events.map((event) => ({ specversion: "1.0", source: "hostile", ...event }));
    const answer = await fetch(`${services.url("event-bus")}/events`, {
      method: "POST",
      headers: { ...ALONE, "content-type": "application/cloudevents-batch+json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The bus answers ${answer.status}: ${await answer.text()}`);
  }

  /** At query, or for ten seconds at most: a service under attack may be slow. */
  async function isShown(count: number): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await fetch(`${services.url("query")}/posts/${thread}`, { headers: ALONE });
      const { comments: shown = [] } = (await answer.json()) as { comments?: unknown[] };
      if (shown.length >= count) return;
      await pass(100);
    }
  }
}
