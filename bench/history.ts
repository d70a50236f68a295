// A blog's past: events as the services say them, so that a log of any length can be made. Of ten events, one is a post and
// nine are about its three comments.

import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";

/** How many events it takes to tell of a post. */
export const EVENTS_PER_POST = 10;
const AT_ONCE = 1000;

/** The `n`th event of the past, counted from 0; always the same one. */
export function pastEvent(n: number): OutgoingEvent {
  const [post, step] = [Math.floor(n / EVENTS_PER_POST), n % EVENTS_PER_POST];
  const postId = `post-${String(post).padStart(31, "0")}`;
  const attributes = { id: `past-${String(n).padStart(31, "0")}`, source: "bench", time: TIME };
  if (step === 0)
    return { ...attributes, type: "PostCreated", data: { id: postId, title: `Post ${post}` } };

  const id = `comment-${String(post * 3 + Math.floor((step - 1) / 3)).padStart(28, "0")}`;
  const content = `What somebody has to say about post ${post}, in a sentence`;
  const [type, status] = COMMENT_STEPS[(step - 1) % COMMENT_STEPS.length]!;
  return { ...attributes, type, data: { id, postId, content, status } };
}

const TIME = "2026-01-01T12:00:00.000Z";
const COMMENT_STEPS = [
  ["CommentCreated", "pending"],
  ["CommentModerated", "approved"],
  ["CommentUpdated", "approved"],
] as const;

/** Says the events `from` to `to` (not included) to a bus of ours, or to a stream of NATS. */
export async function tellPast(url: string, from: number, to: number): Promise<void> {
  const bus = await connectEventBus(url);
  for (let n = from; n < to; n += AT_ONCE) {
    const count = Math.min(AT_ONCE, to - n);
    await bus.publish(Array.from({ length: count }, (_, i) => pastEvent(n + i)));
  }
  await bus.close();
}

/** Says so many events a second, one after the other, from `from` on, until it is stopped; then it says how many. */
export function keepTelling(url: string, from: number, perSecond: number): () => Promise<number> {
  const bus = connectHttpBus(url);
  const startedAt = performance.now();
  let said = 0;
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
    if (due <= said) return;
    const events = Array.from({ length: due - said }, (_, i) => pastEvent(from + said + i));
    said = due;
    last = last.then(() => bus.publish(events));
  }, 5);

  return async () => {
    clearInterval(timer);
    await last;
    await bus.close();
    return said;
  };
}
