// The voice of the page: one polite live region, for what changes without the reader doing anything.

import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { useStore } from "../../ui/store.ts";
import { Voice } from "../../ui/Voice.tsx";

export function Announcer() {
  return <Voice label="Announcements" sentence={useStore(useLiveBlog().announcements.message)} />;
}
