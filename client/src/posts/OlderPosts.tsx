// Endless scrolling, and a button for those who do not scroll. After a failure only the button asks again.

import { useEffect, useEffectEvent, useRef } from "react";
import { Button } from "../forms/Button.tsx";
import styles from "./OlderPosts.module.css";

interface OlderPostsProps {
  isLoading: boolean;
  hasFailed: boolean;
  load(): void;
}

export function OlderPosts({ isLoading, hasFailed, load }: OlderPostsProps) {
  const end = useRef<HTMLDivElement>(null);
  const loadWhenSeen = useEffectEvent(load);

  // Watches anew after each page: one that does not fill the screen leaves the end in sight, and that is no change.
  useEffect(() => {
    if (isLoading || hasFailed || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && loadWhenSeen(),
      {
        rootMargin: "600px",
      },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isLoading, hasFailed]);

  return (
    <div ref={end} className={styles.older}>
      {hasFailed && <p>The older posts did not arrive.</p>}
      <Button look="quiet" isBusy={isLoading} onClick={() => isLoading || load()}>
        {isLoading ? "Loading older posts…" : hasFailed ? "Try again" : "Older posts"}
      </Button>
    </div>
  );
}
