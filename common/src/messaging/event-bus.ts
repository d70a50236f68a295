// The bus as a service sees it: it takes events to publish, and has a log to read. Over HTTP (event-bus-http.ts), NATS
// (event-bus-nats.ts) or RabbitMQ (event-bus-rabbitmq.ts).

import type { OutgoingEvent } from "../wire/cloud-events.ts";
import type { LogPosition } from "./checkpoint.ts";
import type { Delivery } from "../wire/delivery.ts";
import type { UnfinishedAttempts } from "../delivery/death-count.ts";
import type { ParkedEvents } from "../delivery/parked-events.ts";

/** On what our bus answers to a publisher: how many of its subscribers take single events only, as original services do. */
export const PLAIN_HEADER = "event-bus-plain-subscribers";

export interface EventBus {
  /**
   * Publishes events in this order; all or nothing where the bus takes batches. Resolves once they are durable; the
   * same id and body again changes nothing. Rejects with a Problem below 500 when the bus will never take them (definite),
   * with any other error when they may or may not have been stored (indefinite): then publish them again, under the same
   * ids.
   */
  publish(events: OutgoingEvent[]): Promise<void>;

  /**
   * Whether an original service may act on our answer before the bus has our event, and be confused by that: so it is until
   * the bus has answered that all its subscribers are ours. Absent where there are no others.
   */
  mayRace?(): boolean;

  /** Whether the bus has answered that it takes several events at once. Absent where that makes no difference. */
  acceptsBatches?(): boolean;

  /**
   * Those of these events that the log has already, compared by type and data. None where the bus recognises a repeated id
   * by itself, or cannot list what it has. Rejects when the bus is out of reach.
   */
  findPublished?(events: OutgoingEvent[]): Promise<OutgoingEvent[]>;

  /**
   * Reads the events after a position, up to the present end of the log, in chunks that fit an inbox. When
   * the bus has another log than that position's, reads that one from its start. Rejects when the bus is out of reach
   * or the stream breaks; what was yielded before is whole and in order.
   */
  read(from: LogPosition, signal?: AbortSignal): AsyncIterable<Delivery>;

  /**
   * Lets the bus know that this service is there, so that it delivers at once and not after its pause. For a service that
   * does not read the log when it starts. Rejects when the bus is out of reach: then it finds out by itself.
   */
  announce?(): Promise<void>;

  close(): Promise<void>;
}

/** A bus that delivers nothing: its consumers pull the events. */
export interface PullBus extends EventBus {
  /** Like read, but does not end: events appended later follow as they come. Ends quietly when `signal` aborts. */
  follow(from: LogPosition, signal: AbortSignal): AsyncIterable<Delivery>;

  /**
   * Events for all processes that call themselves `subscriber`: each event goes to one of them, and comes again unless
   * it was settled. In no promised order. For consumers without a checkpoint.
   */
  share(subscriber: string, signal: AbortSignal): AsyncIterable<SharedDelivery>;

  /** What this subscriber could not handle. */
  parked(subscriber: string): ParkedEvents;

  /** Attempts of this subscriber that its process has not finished, kept outside of it. */
  unfinished(subscriber: string): UnfinishedAttempts;
}

export interface SharedDelivery {
  delivery: Delivery;
  /** It was delivered before, to one of these processes, and not settled, or settled to come again later. */
  isRepeated: boolean;
  /** Call it for each event. It was handled; or, with `againInMs`, it is delivered again after that time. */
  settle(position: number, againInMs?: number): void;
}

export function isPullBus(bus: EventBus): bus is PullBus {
  return "follow" in bus;
}
