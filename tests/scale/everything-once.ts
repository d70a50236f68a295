// What was promised to the writers, compared with what every reader sees: each thing that was answered with success is there
// once, in the order in which it was written, and nothing is there that no writer wrote.

import type { Writers } from "./writers.ts";

interface Shown {
  title: string;
  comments: { content: string; status: string }[];
}

/** Every promise that is broken at one reader, in words. */
export async function brokenFor(reader: string, { taken, unknown }: Writers): Promise<string[]> {
  // As the course's wire format has it.
  const posts = (await (await fetch(`${reader}/posts`)).json()) as Record<string, Shown>;
  const comments = Object.values(posts).flatMap((post) => post.comments);
  const shown = [
    ...Object.values(posts).map(({ title }) => title),
    ...comments.map(({ content }) => content),
  ];
  const pending = comments.filter(({ status }) => status === "pending");
  return [
    ...onceEach(shown, taken, unknown),
    ...pending.map(({ content }) => `${content} is still pending`),
  ];
}

/** Every promise that is broken in the log as the bus shows it. */
export async function brokenInLog(bus: string, { taken, unknown }: Writers): Promise<string[]> {
  // Any event carries one of the two, as in the contracts.
  type Published = { type: string; data: { title?: string; content?: string } };
  const log = (await (await fetch(`${bus}/events`)).json()) as Published[];
  const created = log.filter(({ type }) => type === "PostCreated" || type === "CommentCreated");
  const texts = created.map(({ data }) => data.title ?? data.content ?? "");
  // What was not acknowledged may have taken effect at any time.
  const promised = texts.filter((text) => !unknown.has(text));
  const late = promised.filter((text, index) =>
    promised.slice(index + 1).some((later) => isEarlierOfTheSame(later, text)),
  );
  return [
    ...onceEach(texts, taken, unknown),
    ...late.map((text) => `${text} stands before what was written earlier`),
  ];
}

function onceEach(found: string[], taken: string[], unknown: Set<string>): string[] {
  const times = new Map<string, number>();
  for (const text of found) times.set(text, (times.get(text) ?? 0) + 1);
  const expected = new Set(taken);
  return [
    ...taken.filter((text) => !times.has(text)).map((text) => `${text} is lost`),
    ...[...times].filter(([, count]) => count > 1).map(([text]) => `${text} is there twice`),
    ...[...times.keys()]
      .filter((text) => !expected.has(text) && !unknown.has(text))
      .map((text) => `${text} was refused, or written by no writer`),
  ];
}

// Posts and comments have different publishers: only among its own kind is the order promised.
function isEarlierOfTheSame(one: string, other: string): boolean {
  const [who, number] = partsOf(one);
  const [otherWho, otherNumber] = partsOf(other);
  return who === otherWho && number < otherNumber;
}

// "writer 2, post" and 17.
function partsOf(text: string): [string, number] {
  const end = text.lastIndexOf(" ");
  return [text.slice(0, end), Number(text.slice(end))];
}
