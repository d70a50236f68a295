// The clients: they write posts and comments through the public API, and one of them publishes events on the bus itself. A post
// or comment whose fate is unknown is not repeated. An event for the bus is repeated under the same id until it is taken.

import { pause } from "@blog/common/base/backoff";
import { newId } from "@blog/common/base/ids";
import { signPublish } from "@blog/common/wire/signed-publish";
import type { ChaosBlog } from "./blog.ts";
import { type History, NothingHappened, type Operation } from "./history.ts";
import type { Random } from "./random.ts";

const WRITERS = 3;
const TIMEOUT_MS = 3000;

export interface Load {
  /** Writes nothing new, and waits until what is in flight has ended. */
  stop(): Promise<void>;
}

export function startLoad(blog: ChaosBlog, history: History, random: Random): Load {
  const stopping = new AbortController();
  const posts: string[] = [];
  let counter = 0;

  async function writePost(process: string): Promise<void> {
    const value = `post ${(counter += 1)}`;
    await history.run({ process, what: "post", value }, async (operation) => {
      const { id } = await post<{ id: string }>(`${blog.url("posts")}/posts/create`, {
        title: value,
      });
      operation.answer = { id };
      posts.push(id);
    });
  }

  async function writeComment(process: string): Promise<void> {
    const postId = random.choose(posts.slice(-50));
    const value = `comment ${(counter += 1)}${random.next() < 0.2 ? " on an orange" : ""}`;
    const service = random.choose(["comments", "comments", "comments-2"] as const);
    await history.run({ process, what: "comment", value }, async (operation) => {
      const url = `${blog.url(service)}/posts/${postId}/comments`;
      const all = await post<{ id: string; content: string }[]>(url, { content: value });
      const mine = all.at(-1);
      if (mine?.content !== value) throw new Error("the new comment does not come last");
      operation.answer = { id: mine.id, postId };
    });
  }

  async function publish(process: string): Promise<void> {
    const value = `published ${(counter += 1)}`;
    const id = newId();
    for (let isTaken = false; !isTaken && !stopping.signal.aborted; ) {
      await history.run({ process, what: "publish", value }, async (operation) => {
        operation.answer = { id, position: await send(id, value) };
        isTaken = true;
      });
      if (!isTaken) await pause(200, stopping.signal);
    }
  }

  async function send(id: string, title: string): Promise<number> {
    const headers = { "content-type": "application/json", "ce-id": id, "ce-source": "load" };
    const body = JSON.stringify({ type: "PostCreated", data: { id, title } });
    const response = await fetch(`${blog.links.get("load → event-bus")!.url}/events`, {
      method: "POST",
      headers: { ...headers, ...signPublish(blog.secret, { id, headers, body }) },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.text();
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return Number(response.headers.get("event-bus-position"));
  }

  async function write(process: string): Promise<void> {
    while (!stopping.signal.aborted) {
      if (posts.length === 0 || random.next() < 0.25) await writePost(process);
      else await writeComment(process);
      await pause(random.between(20, 120), stopping.signal);
    }
  }

  async function publishAll(process: string): Promise<void> {
    while (!stopping.signal.aborted) {
      await publish(process);
      await pause(random.between(50, 200), stopping.signal);
    }
  }

  const running = [
    ...Array.from({ length: WRITERS }, (_, index) => write(`writer-${index + 1}`)),
    publishAll("publisher"),
  ];

  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function post<Answer>(url: string, body: object): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  // Refused permanently (4xx): nothing has happened, and nothing will. A 5xx promises no such thing.
  if (response.status < 500 && !response.ok)
    throw new NothingHappened(`answered ${response.status}`);
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return JSON.parse(text) as Answer;
}

/** What the clients asked for that may have happened: all but what certainly has not. */
export function attempted(operations: Operation[], what: Operation["what"]): Set<string> {
  const may = operations.filter((each) => each.what === what && each.ending !== "fail");
  return new Set(may.map(({ value }) => value ?? ""));
}
