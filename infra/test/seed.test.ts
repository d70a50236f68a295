// Seeding speaks to the public API only; a small stand-in for it answers here as the blog does.

import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { serve } from "../../tests/kit/serve.ts";
import { createProgressBar } from "../local/progress-bar.ts";
import { seedBlog } from "../local/seed-blog.ts";
import { createSeedTexts } from "../local/seed-texts.ts";

interface Received {
  path: string;
  text: string;
}

let server: Server | undefined;
afterEach(() => server?.close());

/** Answers like the blog, but `refusals` times with "too many". */
async function listen(received: Received[], refusals = 0, pauseS = 1): Promise<string> {
  let refused = 0;
  server = createServer(async (req, res) => {
    const body = Buffer.concat(await req.toArray()).toString();
    if (refused < refusals) {
      refused += 1;
      res.writeHead(429, { "retry-after": String(pauseS) }).end();
      return;
    }
    const { title, content } = JSON.parse(body) as { title?: string; content?: string };
    received.push({ path: req.url ?? "", text: title ?? content ?? "" });
    res.writeHead(201).end(JSON.stringify({ id: `post-${received.length}` }));
  });
  return (await serve(server)).url;
}

function seedOptions(url: string, seed = 1) {
  const texts = createSeedTexts(seed);
  return { url, posts: 20, commentsPerPost: 5, texts, onProgress() {}, onPause() {} };
}

describe("Seeding", () => {
  it("makes the posts and their comments, some of which moderation will reject", async () => {
    const received: Received[] = [];
    const done: number[] = [];

    await seedBlog({
      ...seedOptions(await listen(received)),
      onProgress: (count) => done.push(count),
    });

    const posts = received.filter(({ path }) => path === "/posts/create");
    const comments = received.filter(({ path }) => /^\/posts\/post-\d+\/comments$/.test(path));
    expect([posts.length, comments.length, done.at(-1)]).toEqual([20, 100, 120]);
    expect(comments.some(({ text }) => text.includes("orange"))).toBe(true);
    expect(comments.some(({ text }) => !text.includes("orange"))).toBe(true);
  });

  it("writes the same for the same seed, and something else for another", async () => {
    const [first, again, other]: Received[][] = [[], [], []];
    await seedBlog(seedOptions(await listen(first ?? [])));
    server?.close();
    await seedBlog(seedOptions(await listen(again ?? [])));
    server?.close();

    await seedBlog(seedOptions(await listen(other ?? []), 2));

    const texts = (received?: Received[]) => received?.map(({ text }) => text).toSorted();
    expect(texts(again)).toEqual(texts(first));
    expect(texts(other)).not.toEqual(texts(first));
  });

  it("pauses at a 429, and loses nothing", async () => {
    const received: Received[] = [];
    const pauses: number[] = [];

    const url = await listen(received, 3, 2);
    await seedBlog({ ...seedOptions(url), onPause: (seconds) => pauses.push(seconds) });

    // One pause for all that write at once, and each second of it is shown.
    expect(pauses).toEqual([2, 1]);
    expect(received).toHaveLength(120);
  });

  it("reports in plain words that nothing answers", async () => {
    await expect(seedBlog(seedOptions("http://localhost:1"))).rejects.toThrow(
      "Nothing answers at http://localhost:1. Is the blog running (npm start)?",
    );
  });
});

describe("The progress bar", () => {
  it("is redrawn in a terminal, and rare lines elsewhere", () => {
    const terminal: string[] = [];
    const file: string[] = [];

    const bars = [
      createProgressBar(100, { isTTY: true, write: (text) => terminal.push(text) }),
      createProgressBar(100, { write: (text) => file.push(text) }),
    ];
    for (const bar of bars) for (let done = 1; done <= 100; done += 1) bar.show(done);

    expect(terminal).toHaveLength(100);
    expect(terminal.at(-1)).toBe(`\r${"█".repeat(30)} 100 %  100/100\n`);
    expect(file).toHaveLength(4);
  });

  it("counts a pause down in its place, or every ten seconds elsewhere", () => {
    const [terminal, file]: [string[], string[]] = [[], []];
    const bars = [
      createProgressBar(100, { isTTY: true, write: (text) => terminal.push(text) }),
      createProgressBar(100, { write: (text) => file.push(text) }),
    ];

    for (const bar of bars) for (let left = 54; left > 0; left -= 1) bar.wait(left);

    expect(terminal).toHaveLength(54);
    expect(terminal.every((text) => text.startsWith("\r") && !text.includes("\n"))).toBe(true);
    expect(file.map((text) => /(\d+) s/.exec(text)?.[1])).toEqual([
      "54",
      "50",
      "40",
      "30",
      "20",
      "10",
    ]);
  });
});
