// The history that the lab keeps and GET /lab/stream sends: what the bus view draws, and nothing it would have to guess.
// Types only, because the browser imports them too.

/** One entry of the history. `seq` counts up by one from 1 while the bus runs; `at` is the bus's clock, in ms since 1970. */
export type LabRecord = { seq: number; at: number } & LabFact;

export type LabFact =
  | EventFact
  | DeliveryStarted
  | DeliveryEnded
  | SubscriberFact
  | SubscriberRemoved
  | LogRead
  | Control
  | ServiceFact;

/** An event as the log has it. */
export interface RecordedEvent {
  position: number;
  id: string;
  type: string;
  source: string;
  /** RFC 3339, by its publisher's clock. */
  time: string;
  /** By the bus's clock, in ms since 1970. Only in records: what is read from the log as lines does not have it. */
  acceptedAt?: number;
  correlationid?: string;
  causationid?: string;
  traceparent?: string;
  data?: unknown;
}

/** It is in the log. */
export type EventFact = { kind: "event"; event: RecordedEvent };

/** Why a delivery was made: in the order of the log, redriven by hand, replayed by hand, or the twin of another one. */
export type DeliveryReason = "live" | "redrive" | "replay" | "duplicate";

/** The request leaves for the subscriber. A probe without events is not recorded. */
export interface DeliveryStarted {
  kind: "delivery";
  phase: "started";
  /** Counts up while the bus runs; its DeliveryEnded has the same. */
  delivery: number;
  subscriber: string;
  /** Of the events in it, ascending. */
  positions: number[];
  attempt: number;
  reason: DeliveryReason;
}

/** What the bus made of the answer; the words of answer.ts. */
export type DeliveryOutcome = "done" | "resume" | "outage" | "suspect";

/** What became of one event at the subscriber: took effect, known already, no handler for it, behind its checkpoint. */
export type Effect = "applied" | "duplicate" | "unheard" | "passed";

export interface DeliveryEnded {
  kind: "delivery";
  phase: "ended";
  delivery: number;
  subscriber: string;
  positions: number[];
  attempt: number;
  reason: DeliveryReason;
  /** From started to ended. */
  ms: number;
  outcome: DeliveryOutcome;
  status?: number;
  error?: string;
  /** Where the subscriber wants to go on, with the outcome "resume". */
  resumeAfter?: number;
  /** One for each position, if the subscriber reports them: a course service does not. */
  effects?: Effect[];
  /** The lab did this to it. */
  fault?: "cut" | "failed" | "answer lost";
}

/** Faults that the lab inflicts on the deliveries to one subscriber. Zero and false are none. */
export interface Faults {
  /** Each delivery waits so long before it leaves, 0 to 5,000. */
  delayMs: number;
  /** Nothing gets through. */
  isCut: boolean;
  /** So many of 100 deliveries are answered 500 and never reach the subscriber. */
  failPercent: number;
  /** So many of 100 deliveries arrive, and their answer does not. */
  loseAnswerPercent: number;
  /** So many of 100 deliveries arrive twice. */
  duplicatePercent: number;
}

/** A subscriber's state; recorded when any of it has changed, at most every 50 ms. */
export interface SubscriberFact {
  kind: "subscriber";
  name: string;
  url: string;
  /** In the lab: it is kept with the bus's data until it is removed there. Otherwise it is in the bus's settings. */
  isAdded: boolean;
  state: "idle" | "delivering" | "retrying" | "down";
  cursor: number;
  lag: { events: number; seconds: number };
  lastError: string | null;
  /** When it is tried again, in ms since 1970; null while nothing has failed. */
  nextAttemptAt: number | null;
  /** Positions parked for it, the first thousand. */
  parked: number[];
  /** An event is parked that was refused so often, alone. */
  parkAfter: number;
  isHeld: boolean;
  /** Positions that wait for release or step, or for their delay to pass; empty while nothing waits. */
  waiting: number[];
  faults: Faults;
  /** When its faults end by themselves, in ms since 1970; null without faults or without an end. */
  faultsEndAt: number | null;
}

export type SubscriberRemoved = { kind: "subscriber-removed"; name: string };

/** A client has read a range of the log: a service that catches up. `reader` is a service's name, "" when it gave none. */
export interface LogRead {
  kind: "log-read";
  reader: string;
  after: number;
  upTo: number;
}

/** A user did something in the lab; `detail` is a sentence for people. */
export interface Control {
  kind: "control";
  action:
    | "hold"
    | "release"
    | "step"
    | "faults"
    | "faults-ended"
    | "replay"
    | "add-subscriber"
    | "remove-subscriber"
    | "service"
    | "reset";
  detail: string;
}

/** A process of the blog, as the local runner sees it. */
export interface ServiceFact {
  kind: "service";
  name: string;
  state: "starting" | "up" | "stopped" | "crashed";
  pid: number | null;
  /** For people: "was killed (SIGKILL)", "starts again in 0.5 s". */
  detail?: string;
}
