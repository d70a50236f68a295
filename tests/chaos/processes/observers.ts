// Clients that only read, all the while: one reads the log from anywhere, one reads query, one follows query's stream. What
// they have seen must fit together over the whole run, whatever was killed in between.

import { pause } from "@blog/common/base/backoff";
import type { ChaosBlog } from "./blog.ts";
import { nameOf } from "./event-name.ts";
import type { History } from "./history.ts";
import type { Random } from "./random.ts";
import { type Follower, startFollower, type ViewedPost } from "./stream-follower.ts";

const TIMEOUT_MS = 5000;

export interface LogLine {
  position: number;
  id: string;
  type: string;
  data: { id: string; postId?: string; title?: string; content?: string; status?: string };
}

export interface Observers {
  /** What each position was seen to be, by anyone, at any time. */
  positions: Map<number, string>;
  /** What was seen that may never be. */
  violations: string[];
  follower: Follower;
  stop(): Promise<void>;
}

export function startObservers(blog: ChaosBlog, history: History, random: Random): Observers {
  const stopping = new AbortController();
  const positions = new Map<number, string>();
  const violations: string[] = [];
  const follower = startFollower(blog.url("query"));

  async function readLog(): Promise<void> {
    const after = random.next() < 0.3 ? random.between(0, positions.size) : positions.size;
    const lines = await readLines(blog.url("event-bus"), after, 500);
    let expected = after;
    for (const { position, ...event } of lines) {
      expected += 1;
      if (position !== expected)
        violations.push(`I4: position ${expected} is missing in a read of the log`);
      const [seen, is] = [positions.get(position), nameOf(event)];
      if (seen !== undefined && seen !== is)
        violations.push(`I4: position ${position} was ${seen}, and then ${is}`);
      positions.set(position, is);
    }
  }

  async function readQuery(): Promise<void> {
    const page = await read<ViewedPost[]>(`${blog.url("query")}/posts?limit=20`);
    for (const { comments } of page) violations.push(...comments.flatMap(wrongStatus));
  }

  async function look(what: "read log" | "read query", work: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      await history.run({ process: what, what }, work);
      await pause(random.between(200, 600), stopping.signal);
    }
  }

  const running = [look("read log", readLog), look("read query", readQuery)];

  return {
    positions,
    violations,
    follower,
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Whether a status can be: decided wrongly it never is, undecided it may be for a while. */
function wrongStatus({ content, status }: ViewedPost["comments"][number]): string[] {
  if (status === "pending" || status === decisionOn(content)) return [];
  return [`I10: query showed "${content}" as ${status}`];
}

export function decisionOn(content: string): string {
  return content.includes("orange") ? "rejected" : "approved";
}

export async function readLines(bus: string, after: number, limit: number): Promise<LogLine[]> {
  const response = await fetch(`${bus}/events?after=${after}&limit=${limit}`, {
    headers: { accept: "application/x-ndjson" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  const lines = (await response.text()).split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as LogLine);
}

export async function read<Answer>(url: string): Promise<Answer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as Answer;
}
