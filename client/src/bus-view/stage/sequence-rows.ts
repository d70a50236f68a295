// The rows of the sequence view, from top to bottom as they happened: events published to the bus, deliveries to
// subscribers, and the pauses in between. Bounded: a page of the recent past, not the whole log.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import type { Delivery, Picture } from "../history/picture.ts";

export type SequenceRow =
  | { kind: "publish"; key: string; at: number; event: RecordedEvent }
  | { kind: "deliver"; key: string; at: number; delivery: Delivery }
  | { kind: "pause"; key: string; at: number; ms: number };

const DELIVERIES_SHOWN = 300;
const EVENTS_SHOWN = 150;
const SHOWN_PAUSE_MS = 1000;

export function sequenceRows({ deliveries, lastDelivery, events, tail }: Picture): SequenceRow[] {
  const rows: SequenceRow[] = [];
  const sentAt = new Map<number, number>();
  for (
    let number = Math.max(1, lastDelivery - DELIVERIES_SHOWN);
    number <= lastDelivery;
    number += 1
  ) {
    const delivery = deliveries.get(number);
    if (!delivery) continue;
    rows.push({ kind: "deliver", key: `d${number}`, at: delivery.startedAt, delivery });
    for (const position of delivery.positions) {
      sentAt.set(position, Math.min(sentAt.get(position) ?? Infinity, delivery.startedAt));
    }
  }
  for (let position = Math.max(1, tail - EVENTS_SHOWN); position <= tail; position += 1) {
    const event = events.get(position);
    if (!event) continue;
    // The publisher's own time may be anything; where only that is known, an event is in the log before it is delivered, all
    // the same.
    const acceptedAt = event.acceptedAt ?? Date.parse(event.time);
    const at = Math.min(acceptedAt, sentAt.get(position) ?? Infinity);
    rows.push({ kind: "publish", key: `e${position}`, at, event });
  }
  const rank = { publish: 0, deliver: 1, pause: 2 };
  rows.sort((a, b) => a.at - b.at || rank[a.kind] - rank[b.kind]);
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    const ms = before ? row.at - before.at : 0;
    return ms < SHOWN_PAUSE_MS
      ? [row]
      : [{ kind: "pause", key: `p${row.key}`, at: row.at, ms } as const, row];
  });
}
