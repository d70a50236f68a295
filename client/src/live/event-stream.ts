// Keeps one EventSource open. The browser reconnects by itself after a broken connection, but gives up for good when the
// answer is an error (a service that restarts behind the gateway): then a new one is opened, with growing pauses.
// A hidden tab lets go of its stream: browsers allow six connections per host, shared by all tabs.

export type ConnectionState = "connecting" | "open" | "interrupted";

interface EventStreamOptions {
  /** What to do with each kind of event; `data` is the event's text. */
  events: Record<string, (data: string) => void>;
  /** The stream is open, but what happened since the last event it brought is unknown. Never called after a resume. */
  onGap?: () => void;
  onState: (state: ConnectionState) => void;
}

const firstPauseMs = 1000;
const longestPauseMs = 20_000;
const hiddenMs = 10_000;

/** Starts listening; returns what stops it. */
export function startEventStream(
  url: string,
  { events, onGap, onState }: EventStreamOptions,
): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function open(): void {
    close();
    const opened = new EventSource(url);
    source = opened;
    // Only a connection that has brought an event with an id can say, when it reconnects, where to go on.
    let canResume = false;

    opened.addEventListener("open", () => {
      failures = 0;
      onState("open");
      if (!canResume) onGap?.();
    });
    opened.addEventListener("error", () => {
      onState("interrupted");
      if (opened.readyState === EventSource.CLOSED) reopenLater();
    });
    for (const [name, handle] of Object.entries(events)) {
      opened.addEventListener(name, (event: MessageEvent<string>) => {
        if (event.lastEventId) canResume = true;
        handle(event.data);
      });
    }
  }

  function reopenLater(): void {
    const pauseMs =
      Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.5 + Math.random() / 2);
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(open, pauseMs);
  }

  function close(): void {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  function whenVisibilityChanges(): void {
    if (document.hidden) {
      clearTimeout(timer);
      timer = setTimeout(close, hiddenMs);
    } else if (source && source.readyState !== EventSource.CLOSED) {
      clearTimeout(timer);
    } else {
      open();
    }
  }

  open();
  window.addEventListener("online", open);
  document.addEventListener("visibilitychange", whenVisibilityChanges);

  return () => {
    close();
    window.removeEventListener("online", open);
    document.removeEventListener("visibilitychange", whenVisibilityChanges);
  };
}
