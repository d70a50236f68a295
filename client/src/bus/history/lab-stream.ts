// How the page hears of the bus: by the lab's stream where the lab records, otherwise by asking now and then. It notices
// when one becomes the other, and goes on trying when nobody answers.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { startEventStream } from "../../live/event-stream.ts";
import { getLab } from "../lab/get-lab.ts";
import type { Connection, LabAbilities } from "./bus-state.ts";
import { startPolling } from "./polling.ts";

export interface LabSink {
  /** Connected. Another `run` than before: the bus was started anew, and counts from 1 again. */
  hello(greeting: { run: string; log: { id: string; length: number } }): void;
  /** How a subscriber or a service stands now. */
  state(record: LabRecord): void;
  /** What has happened, in order. After a reconnection some may come twice. */
  record(record: LabRecord): void;
  connection(connection: Connection): void;
  lab(lab: LabAbilities): void;
}

const askAgainMs = 2000;

/** Starts listening; returns what stops it. */
export function startLabStream(sink: LabSink): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: { isStream: boolean; stop: () => void } | undefined;
  const stopping = new AbortController();

  // What this machine can do is asked first, and again when the stream is lost: the lab may be off by now.
  async function ask(): Promise<void> {
    clearTimeout(timer);
    const lab = await getLab(stopping.signal).catch(() => undefined);
    if (stopping.signal.aborted) return;
    if (!lab) sink.connection("lost");
    else {
      sink.lab(lab);
      listen(lab.recording);
    }
    if (!lab || !lab.recording) timer = setTimeout(() => void ask(), askAgainMs);
  }

  function listen(isStream: boolean): void {
    if (source?.isStream === isStream) return;
    source?.stop();
    source = { isStream, stop: isStream ? stream() : startPolling(sink) };
  }

  function stream(): () => void {
    return startEventStream("/lab/stream", {
      hasGreeting: true,
      events: {
        hello(data) {
          sink.hello(JSON.parse(data));
          sink.connection("live");
        },
        state: (data) => sink.state(JSON.parse(data)),
        record: (data) => sink.record(JSON.parse(data)),
      },
      onState(state) {
        if (state !== "interrupted" && state !== "absent") return;
        sink.connection("lost");
        clearTimeout(timer);
        timer = setTimeout(() => void ask(), askAgainMs);
      },
    });
  }

  void ask();
  return () => {
    stopping.abort();
    clearTimeout(timer);
    source?.stop();
  };
}
