// The streams of all tabs of this browser, in a SharedWorker: one connection for each address, however many tabs follow it.
// Over HTTP/1.1 a browser has six connections to a host, and a stream never releases its own: with one stream for each
// tab, the sixth tab's writes would never leave the browser.

import { type LiveSource, openLiveSource, type StreamMessage } from "./live-source.ts";

/** What a tab sends. Each port follows one stream. */
export type TabMessage =
  | {
      kind: "follow";
      url: string;
      names: string[];
      /** The id of the last event that this tab has seen; empty if it has seen none. */
      seen: string;
      /** The stream begins with a snapshot; a tab cannot join in the middle of it. */
      hasGreeting: boolean;
    }
  | { kind: "restart" }
  | { kind: "leave" };

interface SharedStream {
  source: LiveSource;
  followers: Set<MessagePort>;
  /** How it is; undefined until the first answer. */
  state: StreamMessage | undefined;
  lastId: string;
  startedAt: number;
}

// Every tab reports that the network is back.
const restartAtMostEveryMs = 1000;

const streams = new Map<string, SharedStream>();

function follow(port: MessagePort, message: TabMessage & { kind: "follow" }): SharedStream {
  const { url, names, seen, hasGreeting } = message;
  const known = streams.get(url);
  if (!known) return start(port, url, names);

  known.followers.add(port);
  if (!known.state) return known;
  if (known.state.kind !== "open") port.postMessage(known.state);
  else if (hasGreeting) restart(known);
  else port.postMessage({ kind: "open", hasGap: seen === "" || seen !== known.lastId });
  return known;
}

function start(first: MessagePort, url: string, names: string[]): SharedStream {
  const source = openLiveSource(url, names, (message) => {
    if (message.kind === "event") stream.lastId = message.id || stream.lastId;
    else stream.state = message;
    for (const port of stream.followers) port.postMessage(message);
  });
  const stream: SharedStream = {
    source,
    followers: new Set([first]),
    state: undefined,
    lastId: "",
    startedAt: Date.now(),
  };
  streams.set(url, stream);
  return stream;
}

function restart(stream: SharedStream): void {
  stream.startedAt = Date.now();
  stream.source.restart();
}

function leave(port: MessagePort, stream: SharedStream): void {
  stream.followers.delete(port);
  if (stream.followers.size > 0) return;
  stream.source.close();
  for (const [url, each] of streams) if (each === stream) streams.delete(url);
}

function connect(port: MessagePort): void {
  let stream: SharedStream | undefined;

  function end(): void {
    if (stream) leave(port, stream);
    stream = undefined;
    port.close();
  }

  port.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === "follow") stream = follow(port, data);
    else if (data.kind === "leave") end();
    else if (stream && Date.now() - stream.startedAt > restartAtMostEveryMs) restart(stream);
  });
  // A tab that crashed sends no goodbye; the browser closes its end.
  port.addEventListener("close", end);
  port.start();
}

addEventListener("connect", (event) => {
  // The event of a SharedWorker's scope, which the page's types do not know: it brings exactly one port.
  const { ports } = event as MessageEvent;
  if (ports[0]) connect(ports[0]);
});
