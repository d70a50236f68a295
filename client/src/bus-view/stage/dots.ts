// The moving part of the map. A dot is a delivery: it leaves when the bus sent it and ends when the subscriber answered.
// React is not asked for each step; the browser animates, and this keeps account of what is on which wire.

import type { DeliveryEnded, DeliveryStarted, LabRecord } from "@blog/event-bus/lab/records";
import type { EventTypes } from "../../systems/system.ts";
import type { Picture } from "../history/picture.ts";
import { markAfter } from "../history/mark-after.ts";
import { deliveryInWords, eventInWords, type Words } from "./dot-words.ts";
import { createDotDrawing, type Drawing } from "./dot-drawing.ts";
import type { Wire } from "./map-layout.ts";

/** Beyond this many dots at once, deliveries that leave together are drawn as one, with a count. */
const MAX_DOTS = 40;
const TOGETHER_MS = 90;

interface DotsOptions {
  layer: SVGGElement;
  eventTypes: EventTypes;
  wireOf: (name: string) => Wire | undefined;
  picture: () => Picture;
  /** A dot was clicked. */
  onPick: (position: number) => void;
  /** Dots do not travel: they are shown halfway, and then at the end. */
  isStill: () => boolean;
  unit: () => number;
}

export interface Dots {
  move(record: LabRecord, flightMs: number): void;
  freeze(): void;
  unfreeze(): void;
  clear(): void;
}

interface Flight {
  drawing: Drawing;
  wire: string;
  startedAt: number;
  count: number;
  /** Deliveries in it whose answer has not come. */
  open: number;
}

export function createDots({ wireOf, picture, ...options }: DotsOptions): Dots {
  const { eventTypes } = options;
  const drawings = createDotDrawing(options);
  const byDelivery = new Map<number, Flight>();
  const flights = new Set<Flight>();
  const newest = new Map<string, Flight>();

  function launch(
    name: string,
    position: number,
    count: number,
    flightMs: number,
  ): Flight | undefined {
    const wire = wireOf(name);
    if (!wire) return undefined;
    const last = newest.get(name);
    const isCrowded = flights.size >= MAX_DOTS;
    if (isCrowded && last && performance.now() - last.startedAt < TOGETHER_MS) {
      last.count += count;
      last.open += 1;
      last.drawing.count(last.count);
      return last;
    }
    const type = picture().events.get(position)?.type;
    const drawing = drawings.start({ wire, type, position, flightMs, reach: reachOf(name) });
    const flight = { drawing, wire: name, startedAt: performance.now(), count, open: 1 };
    if (count > 1) drawing.count(count);
    flights.add(flight);
    newest.set(name, flight);
    return flight;
  }

  // A cut wire lets nothing through: what leaves gets as far as the cut.
  function reachOf(name: string): number {
    const isCut = picture().subscribers.some(
      ({ name: subscriber, fact }) => name === `deliver ${subscriber}` && fact.faults.isCut,
    );
    return isCut ? 0.5 : 1;
  }

  function label(name: string, words: Words): void {
    const wire = wireOf(name);
    if (wire) drawings.label(name, wire, words);
  }

  function publish({ event }: Extract<LabRecord, { kind: "event" }>, flightMs: number): void {
    const own = `publish ${event.source}`;
    const name = wireOf(own) ? own : "publish";
    const flight = launch(name, event.position, 1, flightMs);
    if (!flight) return;
    flight.drawing.paint(event.type);
    const words = eventInWords(eventTypes, event.type, event.position);
    const isForeign = name !== own;
    label(name, isForeign ? { ...words, full: `${words.full} from ${event.source}` } : words);
    void flight.drawing.arrived.then(() => finish(flight));
  }

  function deliver(started: DeliveryStarted, flightMs: number): void {
    const { subscriber, delivery, positions } = started;
    const [first = 0] = positions;
    const name = `deliver ${subscriber}`;
    const flight = launch(name, first, positions.length, flightMs);
    if (!flight) return;
    byDelivery.set(delivery, flight);
    label(name, deliveryInWords(eventTypes, started, picture()));
  }

  function answer(ended: DeliveryEnded): void {
    const flight = byDelivery.get(ended.delivery);
    if (!flight) return;
    byDelivery.delete(ended.delivery);
    const mark = markAfter(undefined, ended, 0, false);
    flight.drawing.note(mark);
    finish(flight);
  }

  function finish(flight: Flight): void {
    flight.open -= 1;
    if (flight.open > 0) return;
    flights.delete(flight);
    if (newest.get(flight.wire) === flight) newest.delete(flight.wire);
    flight.drawing.end();
  }

  return {
    move(record, flightMs) {
      if (record.kind === "event") publish(record, flightMs);
      if (record.kind === "delivery" && record.phase === "started") deliver(record, flightMs);
      if (record.kind === "delivery" && record.phase === "ended") answer(record);
    },
    freeze: drawings.freeze,
    unfreeze: drawings.unfreeze,
    clear() {
      for (const flight of flights) flight.drawing.remove();
      flights.clear();
      byDelivery.clear();
      newest.clear();
    },
  };
}
