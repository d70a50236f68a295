// What a screen reader is told: what the reader did, at once; what others did, gathered and in few words.

import { createStore, type Store } from "./store.ts";

export interface Announcements {
  message: Store<string>;
  say(message: string): void;
  /** News of others. Waits a moment, so that a burst becomes one sentence. */
  postAppeared(title: string): void;
  commentsAppeared(count: number): void;
}

const gatherMs = 2000;

export function createAnnouncements(): Announcements {
  const message = createStore("");
  let titles: string[] = [];
  let comments = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function gather(): void {
    timer ??= setTimeout(() => {
      message.set(summary(titles, comments));
      titles = [];
      comments = 0;
      timer = undefined;
    }, gatherMs);
  }

  return {
    message,
    say: (text) => message.set(text),
    postAppeared(title) {
      titles.push(title);
      gather();
    },
    commentsAppeared(count) {
      comments += count;
      gather();
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
