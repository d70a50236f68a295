// Does something only while the page is looked at: a hidden tab asks nothing.

/** `start` returns what stops it. Returns what ends all of it. */
export function whileVisible(start: () => () => void): () => void {
  let stop: (() => void) | undefined;

  function look(): void {
    if (document.visibilityState === "visible") stop ??= start();
    else {
      stop?.();
      stop = undefined;
    }
  }

  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    stop?.();
    stop = undefined;
  };
}
