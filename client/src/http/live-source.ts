// One EventSource, kept open. The browser reconnects by itself after a broken connection, but not when the answer was an
// error (a service that restarts behind the gateway), and it does not notice a connection that died without a word (a VPN, a
// closed lid). So a new one is opened, with growing pauses, after an error, and when the stream's heartbeat stays away.

import { HEARTBEAT_EVENT, HEARTBEAT_MS } from "@blog/common/http/heartbeat";

export type StreamMessage =
  /** `hasGap`: what happened since the last event is unknown. Never after a resume. */
  | { kind: "open"; hasGap: boolean }
  | { kind: "interrupted" }
  /** The service sends no streams, as the course's own query: ask now and then instead. */
  | { kind: "absent" }
  | { kind: "event"; name: string; data: string; id: string };

export interface LiveSource {
  /** Opens the stream anew, from its beginning. */
  restart(): void;
  close(): void;
}

const firstPauseMs = 1000;
const longestPauseMs = 20_000;
const silenceMs = 2.5 * HEARTBEAT_MS;
const lookEveryMs = HEARTBEAT_MS / 4;
const askForStreamsEveryMs = 15_000;

/** Opens the stream; `names` are those of the events that are passed on. */
export function openLiveSource(
  url: string,
  names: string[],
  send: (message: StreamMessage) => void,
): LiveSource {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let probe: AbortController | undefined;
  let failures = 0;
  // When there was a sign of life; undefined while none can be expected.
  let lifeAt: number | undefined;

  function open(): void {
    letGo();
    const opened = new EventSource(url);
    source = opened;
    // Only a connection that has brought an event with an id can resume when it reconnects.
    let canResume = false;
    lifeAt = Date.now();

    opened.addEventListener("open", () => {
      failures = 0;
      // Another program's stream may have no heartbeat: silence means something only after the first.
      lifeAt = undefined;
      send({ kind: "open", hasGap: !canResume });
    });
    opened.addEventListener("error", () => {
      // From here on the browser tries again by itself; it may wait for an answer that never comes.
      lifeAt = Date.now();
      send({ kind: "interrupted" });
      if (opened.readyState === EventSource.CLOSED) void reopen();
    });
    opened.addEventListener(HEARTBEAT_EVENT, () => {
      lifeAt = Date.now();
    });
    for (const name of names) {
      opened.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
        if (lastEventId) canResume = true;
        if (lifeAt !== undefined) lifeAt = Date.now();
        send({ kind: "event", name, data, id: lastEventId });
      });
    }
  }

  async function reopen(): Promise<void> {
    letGo();
    probe = new AbortController();
    const { signal } = probe;
    const isAbsent = await sendsNoStream(url, signal);
    if (signal.aborted) return;
    send({ kind: isAbsent ? "absent" : "interrupted" });
    timer = isAbsent
      ? setTimeout(() => void reopen(), askForStreamsEveryMs)
      : setTimeout(open, nextPauseMs());
  }

  function nextPauseMs(): number {
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
    failures += 1;
    return pauseMs * (0.5 + Math.random() / 2);
  }

  // By the clock, not by a timer for each event: after a sleep, the first look notices.
  const watchdog = setInterval(() => {
    if (lifeAt === undefined || Date.now() - lifeAt < silenceMs) return;
    send({ kind: "interrupted" });
    open();
  }, lookEveryMs);

  function letGo(): void {
    clearTimeout(timer);
    probe?.abort();
    source?.close();
    source = undefined;
    lifeAt = undefined;
  }

  open();
  return {
    restart: open,
    close() {
      clearInterval(watchdog);
      letGo();
    },
  };
}

// An EventSource hides the answer's status. A missing answer, or an error, leaves open whether there are streams.
async function sendsNoStream(url: string, stopping: AbortSignal): Promise<boolean> {
  const asking = new AbortController();
  const stop = () => asking.abort();
  const limit = setTimeout(stop, silenceMs);
  stopping.addEventListener("abort", stop);
  try {
    const headers = { accept: "text/event-stream" };
    const answer = await fetch(url, { headers, signal: asking.signal });
    return answer.ok && !answer.headers.get("content-type")?.startsWith("text/event-stream");
  } catch {
    return false;
  } finally {
    clearTimeout(limit);
    stopping.removeEventListener("abort", stop);
    // The answer may be a stream, or long.
    stop();
  }
}
