// One subscriber's state: how far it was served, what is parked for it, how it is. In memory for the worker, and in the
// subscription store for the next start. No delivery rule lives here.

import type { ParkedDecision, ParkedEvent } from "@blog/common/delivery/parked-events";
import { type Clock, systemClock } from "@blog/common/base/clock";
import type { EventLog } from "../log/event-log.ts";
import type { Subscriber } from "./subscribers.ts";
import type { SubscriptionStore } from "./subscription-store.ts";

export type SubscriptionState = "idle" | "delivering" | "retrying" | "down";

export interface SubscriptionStatus {
  name: string;
  url: string;
  /** The position up to which it was served. */
  cursor: number;
  /** How many events it has not been served yet, and since when the oldest of them is in the log, by the bus's clock. */
  lag: { events: number; seconds: number };
  state: SubscriptionState;
  lastError: string | null;
  /** When it is tried again after a failure, in ms since 1970; null while nothing has failed. */
  nextAttemptAt: number | null;
  /** How many events are parked for it. */
  parked: number;
}

export interface Subscription {
  name: string;
  cursor(): number;
  /** What the consumer was given last: the cursor, less the parked events it points at. */
  previous(): number;
  /** Remembered over restarts: also a bus that has just started may ask an idle subscriber where it is. */
  acceptsBatches(): boolean;
  setAcceptsBatches(batches: boolean): void;
  moveTo(position: number): void;
  goBackTo(position: number): void;
  /** Also when it was discarded. */
  isParked(position: number): boolean;
  isDiscarded(position: number): boolean;
  /** Sets an event aside, also one whose redrive has failed. A discarded one stays discarded. */
  park(event: Pick<ParkedEvent, "position" | "reason" | "attempts">): void;
  unpark(position: number): void;
  /** The oldest event to be redriven, if there is one. */
  nextRedrive(): number | undefined;
  /** What is parked and not discarded. */
  parkedEvents(): ParkedEvent[];
  /** By hand: deliver it once more, or never again. False when there is no such parked event. */
  decide(position: number, decision: ParkedDecision): boolean;
  report(state: SubscriptionState, error?: string): void;
  /** It has answered a delivery with success, now. */
  noteAnswer(): void;
  /** It answers: a few seconds ago it did, and nothing has failed for longer than a service needs to start. */
  isAnswering(): boolean;
  /** It is left alone until then, in ms since 1970; the next report ends that. */
  pauseUntil(time: number): void;
  status(): SubscriptionStatus;
}

const ANSWERED_WITHIN_MS = 5000;
const START_MS = 10_000;

export function createSubscription(
  { name, url, start }: Subscriber,
  log: EventLog,
  store: SubscriptionStore,
  onChange: () => void = () => {},
  clock: Clock = systemClock,
): Subscription {
  const saved = store.loadCursor(name);
  // A hint, and wrong if it points beyond the log.
  let cursor = Math.min(saved?.position ?? (start === "now" ? log.tail() : 0), log.tail());
  let batches = saved?.batches ?? false;
  store.saveNow(name, { position: cursor, batches });
  const parked = new Map(store.parked(name).map((event) => [event.position, event]));
  let state: SubscriptionState = "idle";
  let lastError: string | null = null;
  let nextAttemptAt: number | null = null;
  let answeredAt = -Infinity;
  let failedAt = -Infinity;
  // An event stored without its time has waited at least since then.
  const openedAt = clock.now();

  function setCursor(position: number, save = store.saveSoon): void {
    if (position === cursor) return;
    cursor = position;
    save(name, { position, batches });
    onChange();
  }

  function setParked(event: ParkedEvent): void {
    parked.set(event.position, event);
    store.setParked(name, event);
    onChange();
  }

  function lagSeconds(): number {
    const [oldest] = log.read(cursor, 1);
    if (!oldest) return 0;
    const { acceptedAt } = oldest;
    return Math.max(0, Math.round((clock.now() - (acceptedAt ?? openedAt)) / 100) / 10);
  }

  const parkedEvents = () => [...parked.values()].filter((event) => event.state !== "discarded");

  return {
    name,
    cursor: () => cursor,
    previous() {
      let position = cursor;
      while (parked.has(position)) position -= 1;
      return position;
    },
    acceptsBatches: () => batches,
    setAcceptsBatches(to) {
      if (to === batches) return;
      batches = to;
      store.saveSoon(name, { position: cursor, batches });
    },
    // Never back: while a delivery was in flight, the cursor may have been moved further.
    moveTo: (position) => setCursor(Math.max(cursor, position)),
    // At once: on the disk, a cursor is never ahead of where its subscriber is.
    goBackTo: (position) => setCursor(position, store.saveNow),
    isParked: (position) => parked.has(position),
    isDiscarded: (position) => parked.get(position)?.state === "discarded",
    park({ position, reason, attempts }) {
      const known = parked.get(position);
      if (known?.state === "discarded") return;
      const time = known?.time ?? new Date(clock.now()).toISOString();
      const tries = (known?.attempts ?? 0) + attempts;
      setParked({ position, reason, attempts: tries, time, state: "parked" });
    },
    unpark(position) {
      store.unpark(name, position);
      parked.delete(position);
      onChange();
    },
    nextRedrive: () => parkedEvents().find((event) => event.state === "redrive")?.position,
    parkedEvents,
    decide(position, decision) {
      const event = parked.get(position);
      if (!event || event.state === "discarded") return false;
      setParked({ ...event, state: decision });
      return true;
    },
    report(to, error) {
      state = to;
      if (error !== undefined) lastError = error;
      else if (to === "idle" || to === "delivering") lastError = null;
      if (to === "down" || to === "retrying") failedAt = clock.monotonic();
      nextAttemptAt = null;
      onChange();
    },
    noteAnswer() {
      answeredAt = clock.monotonic();
    },
    isAnswering() {
      const now = clock.monotonic();
      return now - answeredAt < ANSWERED_WITHIN_MS && now - failedAt > START_MS;
    },
    pauseUntil(time) {
      nextAttemptAt = time;
      onChange();
    },
    status: () => ({
      name,
      url,
      cursor,
      lag: { events: log.tail() - cursor, seconds: lagSeconds() },
      state,
      lastError,
      nextAttemptAt,
      parked: parkedEvents().length,
    }),
  };
}
