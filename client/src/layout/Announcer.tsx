// The voice of the page: one polite live region, for what changes without the reader doing anything.

import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { useStore } from "../live/store.ts";

export function Announcer() {
  const message = useStore(useLiveBlog().announcements.message);
  return (
    <output className="visually-hidden" aria-label="News">
      {message}
    </output>
  );
}
