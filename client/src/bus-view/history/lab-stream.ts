// The page's source of records: the lab's stream where the lab records, otherwise polling. It notices when one becomes the
// other. While the bus does not answer, the local runner is asked for the states of the processes.

import { startEventStream } from "../../http/event-stream.ts";
import { getLab } from "../lab/get-lab.ts";
import { getServices } from "../lab/get-services.ts";
import type { LabSink } from "./lab-sink.ts";
import { startPolling } from "./polling.ts";

const askAgainMs = 1000;

/** Starts listening; returns what stops it. */
export function startLabStream(sink: LabSink): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: { isStream: boolean; stop: () => void } | undefined;
  const stopping = new AbortController();

  // What this machine can do is asked first, and again when the stream is lost: the lab may be off by now. The runner is asked
  // on its own: it needs no bus, and a bus that has just started does not know it yet.
  async function ask(): Promise<void> {
    clearTimeout(timer);
    const [lab, services] = await Promise.all([
      getLab(stopping.signal).catch(() => undefined),
      getServices(stopping.signal).catch(() => undefined),
    ]);
    if (stopping.signal.aborted) return;
    if (!lab) sink.connection("lost");
    if (!lab && services) {
      sink.lab({ recording: false, control: false, runner: true });
      sink.services(services);
    }
    if (lab) {
      sink.lab({ ...lab, runner: lab.runner || services !== undefined });
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
