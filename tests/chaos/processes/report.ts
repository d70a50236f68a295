// The verdict as people read it: who got what, what happened to them meanwhile, and whether a promise was broken.

import type { Outcome } from "./collect.ts";
import type { Ending } from "./history.ts";
import type { QueueVerdict } from "./total-queue.ts";

export interface Report {
  seed: number;
  seconds: number;
  violations: string[];
  /** Why this run has shown nothing, if so. */
  vacuous: string[];
  operations: Record<string, Record<Ending, number>>;
  outcome: Outcome;
  queues: { posts: QueueVerdict; comments: QueueVerdict };
  accidents: Record<string, number>;
  failpoints: Record<string, number>;
  parked: Record<string, number>;
  resumes: Record<string, number>;
  readyMs: Record<string, number[]>;
  drainedMs: number;
  stream: { resets: number; resumed: number };
  positionsSeen: number;
}

type Cell = string | number;

export function summary(report: Report) {
  const { outcome: _, violations, vacuous, ...rest } = report;
  const verdict = violations.length > 0 ? "broken" : vacuous.length > 0 ? "vacuous" : "kept";
  return { verdict, violations, vacuous, ...rest, subscribers: subscribers(report) };
}

export function describeReport(report: Report): string {
  const { operations, accidents, failpoints, queues, stream, drainedMs, readyMs } = report;
  const { verdict, violations, vacuous } = summary(report);
  const starts = Object.values(readyMs).flat();
  const asked = Object.entries(operations).map(([what, { ok, fail, info }]) => [
    what,
    ok,
    fail,
    info,
  ]);
  const found = Object.entries(queues).map(([what, queue]) => [
    what,
    queue.acknowledged,
    queue.recovered,
    queue.lost.length,
    queue.doubled.length,
    queue.unexpected.length,
  ]);
  return [
    table(["people asked for", "ok", "refused", "unknown"], asked),
    table(
      ["and found in query", "acknowledged", "recovered", "lost", "doubled", "unexpected"],
      found,
    ),
    table(
      [
        "subscriber",
        "published",
        "applied",
        "lost",
        "doubled",
        "out of order",
        "parked",
        "resumes",
        "starts",
        "ready (median, worst)",
      ],
      subscribers(report).map(Object.values),
    ),
    table(["accident", "struck"], Object.entries(accidents)),
    table(["died at", "times"], Object.entries(failpoints)),
    `${starts.length} starts, ready after ${seconds(median(starts))} (worst ${seconds(Math.max(...starts))}); ` +
      `quiet ${seconds(drainedMs)} after the last accident; ` +
      `stream resumed ${stream.resumed} times, begun anew ${stream.resets} times.`,
    ...violations.slice(0, 40).map((text) => `✗ ${text}`),
    ...vacuous.map((text) => `✗ This run has shown nothing: ${text}`),
    verdict === "kept"
      ? `✓ Seed ${report.seed}, ${report.seconds} s: every promise was kept.`
      : `✗ Seed ${report.seed}, ${report.seconds} s: ${violations.length} violations.`,
  ].join("\n\n");
}

/** One line for each subscriber. The journal's effects are counted one by one; the others' by the state they have led to. */
function subscribers({ outcome, parked, resumes, readyMs }: Report) {
  const { log, effects, posts, comments, view } = outcome;
  const published = (type: string) => log.filter((event) => event.type === type).length;
  const decided = (lists: Iterable<{ status: string }[]>) =>
    [...lists].flat().filter(({ status }) => status !== "pending").length;
  const names = new Set(effects.map(({ id }) => id));
  const lateOrNot = effects.filter(({ isLate }) => !isLate);
  const outOfOrder = lateOrNot.filter(
    ({ log: name, position }, index) =>
      lateOrNot[index - 1]?.log === name && position < lateOrNot[index - 1]!.position,
  );

  const counts: [string, number, number, number, number][] = [
    ["posts", published("PostCreated"), posts.length, 0, 0],
    ["comments", published("CommentModerated"), decided(comments.get("comments")!.values()), 0, 0],
    [
      "comments-2",
      published("CommentModerated"),
      decided(comments.get("comments-2")!.values()),
      0,
      0,
    ],
    ["query", published("CommentUpdated"), decided(view.map((post) => post.comments)), 0, 0],
    ["moderation", published("CommentCreated"), published("CommentModerated"), 0, 0],
    ["journal", log.length, names.size, effects.length - names.size, outOfOrder.length],
  ];
  return counts.map(([name, expected, applied, doubled, disordered]) => {
    const starts = readyMs[name] ?? [];
    return {
      name,
      published: expected,
      applied,
      lost: Math.max(0, expected - applied),
      doubled: Math.max(doubled, applied - expected),
      outOfOrder: disordered,
      parked: parked[name] ?? 0,
      resumes: resumes[name] ?? 0,
      starts: starts.length,
      ready: `${seconds(median(starts))}, ${seconds(Math.max(0, ...starts))}`,
    };
  });
}

function table(head: Cell[], rows: Cell[][]): string {
  const lines = [head, ...rows].map((row) => row.map((cell) => cell.toLocaleString("en-GB")));
  const widths = head.map((_, column) => Math.max(...lines.map((row) => row[column]!.length)));
  return lines
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
        )
        .join("  "),
    )
    .join("\n");
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
