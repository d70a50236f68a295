// What a screen reader announces: the reader's own actions at once; other changes gathered, in few words. At most one
// sentence in two seconds, because each new one may cut the last one short.

import { createStore, type Store } from "../../ui/store.ts";
import type { Sentence } from "../../ui/Voice.tsx";

export interface Announcements {
  message: Store<Sentence>;
  /** An action of the reader: announced at once. */
  announce(message: string): void;
  /** A change from elsewhere. Waits a moment, so that a burst becomes one sentence. */
  postAppeared(title: string): void;
  commentsAppeared(count: number): void;
}

const gapMs = 2000;

export function createAnnouncements(): Announcements {
  const message = createStore<Sentence>({ number: 0, text: "" });
  let own: string[] = [];
  let titles: string[] = [];
  let comments = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Infinity;
  let spokenAt = -Infinity;

  function speakIn(delayMs: number): void {
    const now = Date.now();
    const at = Math.max(now + delayMs, spokenAt + gapMs);
    if (at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(speak, at - now);
  }

  function speak(): void {
    const text = [...own, summary(titles, comments)].filter(Boolean).join(" ");
    [own, titles, comments] = [[], [], 0];
    [spokenAt, dueAt] = [Date.now(), Infinity];
    message.set({ number: message.get().number + 1, text });
  }

  return {
    message,
    announce(text) {
      own.push(text);
      speakIn(0);
    },
    postAppeared(title) {
      titles.push(title);
      speakIn(gapMs);
    },
    commentsAppeared(count) {
      comments += count;
      speakIn(gapMs);
    },
  };
}

function summary(titles: string[], comments: number): string {
  const posts =
    titles.length === 1
      ? `New post: ${titles[0]}.`
      : titles.length > 1
        ? `${titles.length} new posts.`
        : "";
  const replies =
    comments === 1 ? "1 new comment." : comments > 1 ? `${comments} new comments.` : "";
  return [posts, replies].filter(Boolean).join(" ");
}
