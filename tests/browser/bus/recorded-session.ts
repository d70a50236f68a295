// A session file as the page saves it: 50 events a second, each delivered to four subscribers within 2 ms.

import type { LabFact, LabRecord, SubscriberFact } from "@blog/event-bus/lab/records";
import { plainFact } from "../../../client/src/bus-view/history/plain-fact.ts";

const SUBSCRIBERS = ["ash", "birch", "cedar", "elm"];
const EVENT_EVERY_MS = 20;
const FACT_EVERY_EVENTS = 3;

/** The text of a file with so many records. */
export function recordedSession(count: number): string {
  const records: LabRecord[] = [];
  let at = Date.UTC(2026, 10, 21);
  let delivery = 0;
  const add = (fact: LabFact) => records.push({ seq: records.length + 1, at, ...fact });

  for (const name of SUBSCRIBERS) add(stateOf(name, 0));
  for (let position = 1; records.length < count; position += 1) {
    at += EVENT_EVERY_MS;
    const [id, title, time] = [`p${position}`, `Post ${position}`, new Date(at).toISOString()];
    const event = { position, id, type: "PostCreated", source: "posts", time, data: { id, title } };
    add({ kind: "event", event });
    for (const subscriber of SUBSCRIBERS) {
      delivery += 1;
      const what = { kind: "delivery" as const, delivery, subscriber, positions: [position] };
      const about = { ...what, attempt: 1, reason: "live" as const };
      add({ ...about, phase: "started" });
      add({ ...about, phase: "ended", ms: 2, outcome: "done", status: 200, effects: ["applied"] });
      if (position % FACT_EVERY_EVENTS === 0) add(stateOf(subscriber, position));
    }
  }
  const header = { format: "event-driven-blog/bus-session", version: 1 };
  return JSON.stringify({ ...header, records: records.slice(0, count) });
}

function stateOf(name: string, cursor: number): SubscriberFact {
  return plainFact({ name, cursor, url: "http://localhost:4010/events" });
}
