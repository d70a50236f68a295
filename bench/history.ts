// A blog's past: events as the services publish them, so that a log of any length can be made. Of ten events, one is a post and
// nine are about its three comments.

import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";

/** How many events belong to one post. */
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
  const content = `What one reader thinks about post ${post}, in one sentence`;
  const [type, status] = COMMENT_STEPS[(step - 1) % COMMENT_STEPS.length]!;
  return { ...attributes, type, data: { id, postId, content, status } };
}

const TIME = "2026-01-01T12:00:00.000Z";
const COMMENT_STEPS = [
  ["CommentCreated", "pending"],
  ["CommentModerated", "approved"],
  ["CommentUpdated", "approved"],
] as const;

/** Publishes the events `from` to `to` (not included) to a bus of ours, or to a stream of NATS. */
export async function publishPast(url: string, from: number, to: number): Promise<void> {
  const bus = await connectEventBus(url);
  for (let n = from; n < to; n += AT_ONCE) {
    const count = Math.min(AT_ONCE, to - n);
    await bus.publish(Array.from({ length: count }, (_, i) => pastEvent(n + i)));
  }
  await bus.close();
}

/** Publishes so many events a second, from `from` on, until it is stopped; the stop resolves with how many. */
export function keepPublishing(
  url: string,
  from: number,
  perSecond: number,
): () => Promise<number> {
  const bus = connectHttpBus(url);
  const startedAt = performance.now();
  let published = 0;
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
    if (due <= published) return;
    const events = Array.from({ length: due - published }, (_, i) =>
      pastEvent(from + published + i),
    );
    published = due;
    last = last.then(() => bus.publish(events));
  }, 5);

  return async () => {
    clearInterval(timer);
    await last;
    await bus.close();
    return published;
  };
}
