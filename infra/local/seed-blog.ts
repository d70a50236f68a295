// Fills a blog through its public API, as a very busy visitor would. Several posts at a time, the comments of one post
// one after the other. Slows down at a 429, and stops at any other refusal.

import { ask } from "@blog/common/http/ask";
import type { SeedTexts } from "./seed-texts.ts";
import { harmless } from "./terminal.ts";

/** More at once would only wait in a queue: each write is an fsync. */
const AT_ONCE = 8;

/** The gateway gives up on a service that is silent for 30 s, and answers so. */
const ANSWER_WITHIN_MS = 35_000;

export interface SeedOptions {
  /** Of the gateway, without a slash at the end. */
  url: string;
  posts: number;
  commentsPerPost: number;
  texts: SeedTexts;
  /** Called after each write with how many are done. */
  onProgress: (done: number) => void;
  /** Called each second while the blog accepts no more writes for the moment, with the seconds left. */
  onPause: (seconds: number) => void;
}

interface SeedPost {
  title: string;
  comments: string[];
}

/** Rejects with an Error in plain words when the blog refuses or does not answer. */
export async function seedBlog(options: SeedOptions): Promise<void> {
  const { posts, commentsPerPost, texts, onProgress } = options;
  // Written before anything is sent, so that the texts do not depend on which answer comes first.
  const waiting: SeedPost[] = Array.from({ length: posts }, () => ({
    title: texts.title(),
    comments: Array.from({ length: commentsPerPost }, texts.comment),
  }));
  const sending = { ...options, rest: createRest(options.onPause) };
  let done = 0;

  async function write(path: string, body: object): Promise<unknown> {
    const answer = await send(path, body, sending);
    done += 1;
    onProgress(done);
    return answer;
  }

  async function work(): Promise<void> {
    for (let post = waiting.shift(); post; post = waiting.shift()) {
      const answer = await write("/posts/create", { title: post.title });
      const { id } = answer as { id: string }; // the course's answer to a new post
      for (const content of post.comments) await write(`/posts/${id}/comments`, { content });
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** One pause for all that write at once: it ends for all of them, and is shown once. */
function createRest(onPause: SeedOptions["onPause"]): (seconds: number) => Promise<void> {
  let resting: Promise<void> | undefined;

  async function countDown(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 1) {
      onPause(left);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    resting = undefined;
  }

  return (seconds) => (resting ??= countDown(seconds));
}

interface Sending extends SeedOptions {
  rest: (seconds: number) => Promise<void>;
}

async function send(path: string, body: object, options: Sending): Promise<unknown> {
  const answer = await ask(`${options.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    timeoutMs: ANSWER_WITHIN_MS,
  }).catch((error: unknown) => {
    throw new Error(`Nothing answers at ${options.url}. Is the blog running (npm start)?`, {
      cause: error,
    });
  });
  if (answer.status === 429) {
    const seconds = Number(answer.headers["retry-after"]) || 1;
    await options.rest(seconds);
    return send(path, body, options);
  }
  if (answer.status >= 300) {
    throw new Error(`POST ${path} was answered with ${answer.status}: ${harmless(answer.text)}`);
  }
  return JSON.parse(answer.text);
}
