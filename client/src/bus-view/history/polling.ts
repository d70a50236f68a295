// Without the lab no deliveries are recorded. Then the page polls what every bus answers: new events, and each
// subscriber's cursor. Same records, made from the answers; what happened in between is not known and not invented.

import { getEvents } from "../lab/get-events.ts";
import { getSubscriptions } from "../lab/get-subscriptions.ts";
import type { LabSink } from "./lab-sink.ts";
import { plainFact } from "./plain-fact.ts";

const everyMs = 1000;
const pageSize = 500;
// As far back as the stream would begin.
const shownAtFirst = 200;

/** Starts polling; returns what stops it. */
export function startPolling(sink: LabSink): () => void {
  const stopping = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let logId: string | undefined;
  let after = 0;
  let seq = 0;
  let runs = 0;

  async function ask(): Promise<void> {
    const { log, subscriptions, isLogOnly } = await getSubscriptions(stopping.signal);
    // The course's bus forgets its log when it stops, and has no name for it.
    const isNew = log.id !== logId || log.length < after;
    if (isNew) {
      [logId, after, seq] = [log.id, Math.max(0, log.length - shownAtFirst), 0];
      runs += 1;
      sink.hello({ run: `${log.id} ${runs}`, log });
    }
    const emit = isNew ? sink.state : sink.record;
    while (after < log.length) {
      const events = await getEvents(after, pageSize, stopping.signal);
      if (stopping.signal.aborted || events.length === 0) break;
      for (const event of events) emit({ kind: "event", event, ...stamp() });
      after = events.at(-1)?.position ?? log.length;
    }
    // The bus answers how many are parked, and not which.
    for (const { parked: _, ...known } of subscriptions) emit({ ...plainFact(known), ...stamp() });
    sink.connection(isLogOnly ? "log only" : "polling");
  }

  function stamp(): { seq: number; at: number } {
    seq += 1;
    return { seq, at: Date.now() };
  }

  async function repeat(): Promise<void> {
    await ask().catch(() => stopping.signal.aborted || sink.connection("lost"));
    if (!stopping.signal.aborted) timer = setTimeout(() => void repeat(), everyMs);
  }

  void repeat();
  return () => {
    stopping.abort();
    clearTimeout(timer);
  };
}
