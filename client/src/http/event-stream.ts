// Follows a stream of the gateway for this tab: through the worker that all tabs share, or with a connection of its own
// where the browser has no such workers. A hidden tab follows nothing.

import { openLiveSource, type StreamMessage } from "./live-source.ts";
import type { TabMessage } from "./shared-streams.ts";

/** absent: the service sends no streams (the course's own query), so the page has to ask. */
export type ConnectionState = "connecting" | "open" | "interrupted" | "absent";

interface EventStreamOptions {
  /** What to do with each kind of event; `data` is the event's text. */
  events: Record<string, (data: string) => void>;
  /** The stream begins with a snapshot, and cannot be followed without it. */
  hasGreeting?: boolean;
  /** The stream is open, but what happened since the last event it brought is unknown. Never called after a resume. */
  onGap?: () => void;
  onState: (state: ConnectionState) => void;
}

interface Link {
  restart(): void;
  close(): void;
  /** How long it may stay open while the tab is hidden. */
  lingerMs: number;
}

/** Starts listening; returns what stops it. */
export function startEventStream(
  url: string,
  { events, hasGreeting = false, onGap, onState }: EventStreamOptions,
): () => void {
  const handlers = new Map(Object.entries(events));
  let link: Link | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = "";

  function take(message: StreamMessage): void {
    if (message.kind === "event") {
      seen = message.id || seen;
      handlers.get(message.name)?.(message.data);
      return;
    }
    onState(message.kind);
    if (message.kind === "open" && message.hasGap) onGap?.();
  }

  function open(): void {
    const names = [...handlers.keys()];
    link ??= hasSharedWorkers()
      ? openShared({ kind: "follow", url, names, seen, hasGreeting }, take, openOwn)
      : { ...openLiveSource(url, names, take), lingerMs: 0 };
  }

  // The worker's file is not there: the system was replaced since this page was loaded.
  function openOwn(): void {
    if (!link) return;
    link.close();
    link = { ...openLiveSource(url, [...handlers.keys()], take), lingerMs: 0 };
  }

  function close(): void {
    clearTimeout(timer);
    link?.close();
    link = undefined;
  }

  function whenVisibilityChanges(): void {
    clearTimeout(timer);
    if (!document.hidden) open();
    else if (link) timer = setTimeout(close, link.lingerMs);
  }

  const restart = () => link?.restart();

  if (!document.hidden) open();
  window.addEventListener("online", restart);
  // The browser may keep a page that is left, asleep, for the Back button.
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", whenVisibilityChanges);
  document.addEventListener("visibilitychange", whenVisibilityChanges);

  return () => {
    close();
    window.removeEventListener("online", restart);
    window.removeEventListener("pagehide", close);
    window.removeEventListener("pageshow", whenVisibilityChanges);
    document.removeEventListener("visibilitychange", whenVisibilityChanges);
  };
}

function hasSharedWorkers(): boolean {
  return typeof SharedWorker !== "undefined";
}

function openShared(
  follow: TabMessage,
  take: (message: StreamMessage) => void,
  onFailure: () => void,
): Link {
  const worker = new SharedWorker(new URL("./shared-streams.ts", import.meta.url), {
    type: "module",
    name: "streams",
  });
  const { port } = worker;
  const send = (message: TabMessage) => port.postMessage(message);
  worker.addEventListener("error", onFailure);
  // The worker is gone, and with it the stream.
  port.addEventListener("close", onFailure);
  port.addEventListener("message", ({ data }: MessageEvent<StreamMessage>) => take(data));
  port.start();
  send(follow);
  return {
    restart: () => send({ kind: "restart" }),
    close() {
      port.removeEventListener("close", onFailure);
      worker.removeEventListener("error", onFailure);
      send({ kind: "leave" });
      port.close();
    },
    lingerMs: 10_000,
  };
}
