// Endless scrolling, and a button for readers who do not scroll. After a failure only the button asks again.

import { useEffect, useEffectEvent, useRef } from "react";
import { Button } from "../../ui/Button.tsx";
import styles from "./OlderPosts.module.css";

interface OlderPostsProps {
  isLoading: boolean;
  /** The list is being fetched anew. Asking for older posts now would cut that short, and what it brings would be missed. */
  isRefreshing: boolean;
  hasFailed: boolean;
  load(): void;
}

export function OlderPosts({ isLoading, isRefreshing, hasFailed, load }: OlderPostsProps) {
  const end = useRef<HTMLDivElement>(null);
  const isBusy = isLoading || isRefreshing;
  const loadWhenSeen = useEffectEvent(load);

  // Watches anew after each page: one that does not fill the screen leaves the end in sight, and that is no change.
  useEffect(() => {
    if (isBusy || hasFailed || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && loadWhenSeen(),
      {
        rootMargin: "600px",
      },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isBusy, hasFailed]);

  return (
    <div ref={end} className={styles.older}>
      {hasFailed && <p>The older posts did not arrive.</p>}
      <Button look="quiet" isBusy={isBusy} onClick={() => isBusy || load()}>
        {isLoading ? "Loading older posts…" : hasFailed ? "Try again" : "Older posts"}
      </Button>
    </div>
  );
}
