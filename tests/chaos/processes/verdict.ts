// The verdict over a run: the shared checker on the log and the journal's effects, the clients' history against what is there,
// and the state of every service against that of every other.

import { isDeepStrictEqual } from "node:util";
import { violations } from "../checker.ts";
import { type Outcome, toObserved } from "./collect.ts";
import type { History, Operation } from "./history.ts";
import { decisionOn, type LogLine, type Observers } from "./observers.ts";
import { type Attempt, compare, describeQueue, type QueueVerdict } from "./total-queue.ts";

export interface Verdict {
  violations: string[];
  posts: QueueVerdict;
  comments: QueueVerdict;
}

export function judge(outcome: Outcome, history: History, observers: Observers): Verdict {
  const { operations } = history;
  const [postAttempts, commentAttempts] = [attempts(operations, true), attempts(operations, false)];
  const posts = compare(
    postAttempts,
    outcome.view.map(({ title }) => title),
  );
  const contents = outcome.view.flatMap(({ comments }) => comments.map(({ content }) => content));
  const comments = compare(commentAttempts, contents);

  return {
    posts,
    comments,
    violations: [
      ...violations(toObserved(outcome)),
      ...observers.violations,
      ...describeQueue("post", posts, postAttempts),
      ...describeQueue("comment", comments, commentAttempts),
      ...checkPositions(outcome.log, operations, observers.positions),
      ...checkCursors(outcome),
      ...checkStates(outcome),
      ...checkReaders(outcome, observers),
    ],
  };
}

function attempts(operations: Operation[], arePosts: boolean): Attempt[] {
  const isPost = ({ what }: Operation) => what === "post" || what === "publish";
  return operations
    .filter((each) => (arePosts ? isPost(each) : each.what === "comment"))
    .map(({ value = "", ending, startedAt }) => ({ value, ending, startedAt }));
}

/** A position names one event, for every client that has ever seen it: readers, and publishers that got it with a 200. */
function* checkPositions(
  log: LogLine[],
  operations: Operation[],
  seen: Map<number, string>,
): Generator<string> {
  for (const [index, { position }] of log.entries())
    if (position !== index + 1) yield `I4: position ${index + 1} is missing in the log`;
  const ids = new Set(log.map(({ id }) => id));
  if (ids.size < log.length) yield "I3: an id stands at two positions";
  for (const [position, name] of seen) {
    const event = log[position - 1];
    const is = event && `${event.type} ${event.data.id}`;
    if (is !== name) yield `I4: position ${position} was ${name} and is ${is}`;
  }
  for (const { what, ending, answer } of operations) {
    if (what !== "publish" || ending !== "ok" || !answer) continue;
    const at = log[(answer.position ?? 0) - 1];
    if (at?.id !== answer.id)
      yield `I1: ${answer.id} was taken at ${answer.position}; ${at?.id} is there`;
  }
}

function* checkCursors({ cursors, log }: Outcome): Generator<string> {
  for (const [name, cursor] of cursors)
    if (cursor !== log.length)
      yield `I6: ${name} has not reached the tail: ${cursor} of ${log.length}`;
}

function* checkStates({ posts, comments, view, pages }: Outcome): Generator<string> {
  const titles = (all: { id: string; title: string }[]) =>
    sorted(all.map(({ id, title }) => ({ id, title })));
  if (!isDeepStrictEqual(titles(posts), titles(view)))
    yield "I10: posts and query know different posts";
  if (!isDeepStrictEqual(view.toReversed(), pages))
    yield "I15: query's pages, put together, are not the whole";
  for (const { id, comments: shown } of view) {
    for (const [service, byPost] of comments) {
      if (!isDeepStrictEqual(sorted(byPost.get(id) ?? []), sorted(shown)))
        yield `I10: ${service} and query differ about the comments of ${id}`;
    }
    for (const { content, status } of shown)
      if (status !== decisionOn(content)) yield `I10: "${content}" ended as ${status}`;
  }
}

function* checkReaders({ view }: Outcome, { follower }: Observers): Generator<string> {
  const followed = sorted([...follower.posts.values()]);
  if (!isDeepStrictEqual(followed, sorted(view)))
    yield "I15: who has followed the stream knows something else than who asks for the whole";
}

function sorted<Item extends { id: string }>(items: Item[]): Item[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The reasons why a run has shown nothing, whatever it found. */
export function vacuousBecause(
  struck: Map<string, number>,
  history: History,
  follower: { resets: number; resumed: number },
): string[] {
  const never = [...struck].filter(([, count]) => count === 0).map(([name]) => name);
  return [
    ...never.map((name) => `no accident of the class "${name}" has struck`),
    ...(["post", "comment", "publish", "read log", "read query"] as const)
      .filter((what) => history.count(what).ok === 0)
      .map((what) => `no operation "${what}" succeeded`),
    ...(follower.resumed + follower.resets < 2 ? ["the stream was never interrupted"] : []),
  ];
}
