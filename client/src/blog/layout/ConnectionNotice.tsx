// A calm notice that the page is not live at the moment. A short break is not worth one.

import { useEffect, useState } from "react";
import type { ConnectionState } from "../../http/event-stream.ts";
import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { useStore } from "../../ui/store.ts";
import styles from "./ConnectionNotice.module.css";

const graceMs = 2000;

export function ConnectionNotice() {
  const state = useStore(useLiveBlog().connection);
  const isAway = useLasting(state, "interrupted");
  const isAbsent = state === "absent";

  return (
    <output className={isAway || isAbsent ? styles.notice : undefined} aria-label="Connection">
      {isAway
        ? "Live updates are interrupted. This page keeps trying, and catches up by itself."
        : isAbsent &&
          "This query service sends no live updates, as in the course: the page asks it every 2 seconds."}
    </output>
  );
}

/** True once `state` has been `wanted` for a while without a break. */
function useLasting(state: ConnectionState, wanted: ConnectionState): boolean {
  const [isLasting, setIsLasting] = useState(false);
  const isWanted = state === wanted;
  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => setIsLasting(true), graceMs);
    return () => {
      clearTimeout(timer);
      setIsLasting(false);
    };
  }, [isWanted]);
  return isLasting;
}
