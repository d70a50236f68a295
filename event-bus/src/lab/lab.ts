// The lab: the bus with its lid off. It records what happens, and lets a user of this machine hold, slow, cut and repeat
// deliveries. Loaded with LAB=1 only. It wraps each subscriber's transport and watches from outside: the rules of delivery
// (common/src/delivery/delivery-rules.ts) know nothing of it. All of it is in memory and is gone with the process,
// but the subscribers that were added: the bus keeps those.

import { randomUUID } from "node:crypto";
import type { Express } from "express";
import type { Bus } from "../bus.ts";
import type { BusObserver } from "../delivery/bus-observer.ts";
import type { StoredEvent } from "../log/stored-event.ts";
import type { Transport } from "../delivery/transport.ts";
import { createFaultBoard } from "./faults.ts";
import { createGate } from "./gate.ts";
import { createHistory, type History } from "./history.ts";
import type { LabParts } from "./lab-parts.ts";
import { addLabRoutes } from "./lab-routes.ts";
import { createLabTransport } from "./lab-transport.ts";
import { createRecorder } from "./recorded-delivery.ts";
import type { EventFact, RecordedEvent } from "./records.ts";
import { createServiceBoard } from "./services.ts";
import { createLabStream } from "./stream.ts";
import { subscriberFact, watchSubscribers } from "./subscriber-facts.ts";

/** Records kept; about a hundred bytes each. */
const CAPACITY = 10_000;

/** Reads of the log by the gateway, which shows it to people. They are not a service that catches up. */
const ONLOOKER = "client";

export interface Lab {
  observer: BusObserver;
  /** A subscriber's transport, watched and subject to faults. */
  wrap(subscriber: string, inner: Transport): Transport;
  /** Called once, with the bus that was opened with the two above, before it is asked anything. */
  attach(bus: Bus): void;
  addRoutes(app: Express): void;
  endStreams(): void;
  /** Ends all waits, so that the bus can stop. */
  close(): void;
}

/** `random` decides whether a fault happens, as Math.random. */
export function createLab({ random = Math.random, capacity = CAPACITY } = {}): Lab {
  // Deliveries begin while the bus is being opened; nothing below looks at it before that is done.
  let bus!: Bus;
  let recorded = 0;

  const history: History = createHistory({
    capacity,
    lookUp: (at) => eventFact(bus.log.read(at - 1, 1)[0]!),
  });
  const ways = new Map<string, Transport>();
  const services = createServiceBoard(history);
  const faults = createFaultBoard((name) => {
    gate.lookAgain(name);
    watch.changed(name);
    const detail = `The faults of ${name} are over.`;
    history.add({ kind: "control", action: "faults-ended", detail });
  });
  const gate = createGate({
    delayOf: (name) => faults.of(name).delayMs,
    onChange: (name) => watch.changed(name),
  });
  const look = (name: string) => subscriberFact({ bus, gate, faults }, name);
  const watch = watchSubscribers(history, look);
  const recorder = createRecorder(history);
  const names = () => [...bus.subscriptions.keys()];
  const currentFacts = () => [...names().flatMap((name) => look(name) ?? []), ...services.all()];
  const log = () => ({ id: bus.log.id, length: bus.log.tail() });
  const stream = createLabStream({ history, run: randomUUID().slice(0, 8), log, currentFacts });

  return {
    observer: {
      appended(last) {
        while (recorded < last) history.addEvent(++recorded);
        for (const name of names()) watch.changed(name);
      },
      changed: watch.changed,
      wasRead(agent, after, upTo) {
        if (agent === ONLOOKER || upTo <= after) return;
        const reader = bus.subscriptions.has(agent) ? agent : "";
        history.add({ kind: "log-read", reader, after, upTo });
      },
    },

    wrap(subscriber, inner) {
      ways.set(subscriber, inner);
      return createLabTransport({ subscriber, inner, gate, faults, recorder, random });
    },

    attach(opened) {
      bus = opened;
      recorded = bus.log.tail();
    },

    addRoutes(app) {
      const parts: LabParts = {
        bus,
        history,
        ways,
        gate,
        faults,
        watch,
        look,
        recorder,
        stream,
        services,
      };
      addLabRoutes(app, parts);
    },

    endStreams: stream.end,
    close() {
      for (const name of names()) gate.close(name);
      watch.stop();
    },
  };
}

function eventFact(stored: StoredEvent): EventFact {
  const { id, type, position, acceptedAt } = stored;
  // Written by toNewEvent, and nowhere else.
  const attributes = JSON.parse(stored.attributes) as Pick<RecordedEvent, "source" | "time">;
  const data: unknown = JSON.parse(stored.data);
  const accepted = acceptedAt === null ? {} : { acceptedAt };
  return { kind: "event", event: { position, id, type, ...attributes, ...accepted, data } };
}
