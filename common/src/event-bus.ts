// The bus as a service sees it: a place to say events and a log to read. Over HTTP today (event-bus-http.ts).

import type { OutgoingEvent } from "./cloud-events.ts";
import type { Delivery } from "./delivery.ts";
import type { LogPosition } from "./checkpoint.ts";

export interface EventBus {
  /**
   * Says events in this order; all or nothing where the bus takes batches. Resolves once they are stored for ever; the
   * same id and body again changes nothing. Rejects with a Problem below 500 when the bus will never take them (definite), with any other
   * error when they may or may not have been stored (indefinite): then say them again, under the same ids.
   */
  publish(events: OutgoingEvent[]): Promise<void>;

  /**
   * Reads what stands in the log after a position, up to its end as it is now, in stretches that fit an inbox. When
   * the bus has another log than that position's, reads that one from its start. Rejects when the bus is out of reach
   * or the stream breaks; what was yielded before is whole and in order.
   */
  read(from: LogPosition, signal?: AbortSignal): AsyncIterable<Delivery>;

  close(): Promise<void>;
}
