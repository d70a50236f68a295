// What every bus behind the `EventBus` port must do. One file, run against each of them.

import type { LogPosition } from "@blog/common/messaging/checkpoint";
import type { OutgoingEvent, ReceivedEvent } from "@blog/common/wire/cloud-events";
import { type Delivery, following, type Place } from "@blog/common/wire/delivery";
import type { EventBus } from "@blog/common/messaging/event-bus";
import { newId } from "@blog/common/base/ids";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A connection to the same empty bus for each call of `connect`; to a port where nothing listens, for `connectToNothing`. */
export interface TestBus {
  connect(): Promise<EventBus>;
  connectToNothing(): Promise<EventBus>;
  remove(): Promise<void>;
}

/** In what a bus may be less than ours. */
export interface BusLimits {
  /** It takes an event that is published again for another one: then it stands in the log twice, and inboxes know its id. */
  remembersNoIds?: true;
}

export function eventTitled(title: string, about: Partial<OutgoingEvent> = {}): OutgoingEvent {
  const [id, time] = [newId(), new Date().toISOString()];
  return { id, source: "posts", time, type: "PostCreated", data: { id, title }, ...about };
}

export async function readAll(bus: EventBus, from: LogPosition = { position: 0 }) {
  const deliveries: Delivery[] = [];
  for await (const delivery of bus.read(from)) deliveries.push(delivery);
  const events = deliveries.flatMap(({ events: chunk }) => chunk);
  return { deliveries, events, log: deliveries[0]?.log ?? "a course bus" };
}

export function testEventBus(
  name: string,
  start: () => Promise<TestBus>,
  { remembersNoIds }: BusLimits = {},
): void {
  describe(`An event bus (${name})`, () => {
    let server: TestBus;
    let bus: EventBus;

    beforeEach(async () => {
      server = await start();
      bus = await server.connect();
    });
    afterEach(async () => {
      await bus.close();
      await server.remove();
    });

    it("gives back what was published, in this order, with all that belongs to it", async () => {
      const trace = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
      const first = eventTitled("日本語 🍊", { id: "ünïcode 1%", traceparent: trace });
      const second = eventTitled("B", { causationid: first.id, correlationid: "c 1" });

      await bus.publish([first, second]);

      const { events } = await readAll(bus);
      expect(events).toMatchObject([first, second]);
      expect(events.map(({ position }) => position)).toEqual([1, 2]);
    });

    it("keeps one of what is published again under the same id, or all, in the order of the first", async () => {
      const [first, second] = [eventTitled("A"), eventTitled("B")];
      await bus.publish([first]);

      await bus.publish([first, second]);
      await bus.publish([first, second]);

      const ids = (await readAll(bus)).events.map(({ id }) => id);
      expect([...new Set(ids)]).toEqual([first.id, second.id]);
      expect(ids).toHaveLength(remembersNoIds ? 5 : 2);
    });

    it.skipIf(remembersNoIds)("never takes an id for another event", async () => {
      await bus.publish([eventTitled("A", { id: "1" })]);

      const other = bus.publish([eventTitled("B", { id: "1" })]);

      await expect(other).rejects.toMatchObject({ name: "Problem", status: 422 });
    });

    it("never takes what it could not deliver to an original service", async () => {
      const large = bus.publish([eventTitled("x".repeat(110_000))]);

      await expect(large).rejects.toMatchObject({ name: "Problem", status: 413 });
      expect((await readAll(bus)).events).toEqual([]);
    });

    it("is read from a checkpoint on, by any reader, in chunks that fit together", async () => {
      const published = Array.from({ length: 700 }, (_, index) => eventTitled(`Post ${index}`));
      await bus.publish(published);
      const reader = await server.connect();
      const { log, events } = await readAll(reader);
      let before = placeOf(events[99]!);

      const rest = await readAll(reader, { log, ...before });

      expect(rest.events.map(({ id }) => id)).toEqual(published.slice(100).map(({ id }) => id));
      for (const { events: chunk, ...delivery } of rest.deliveries) {
        expect(delivery).toMatchObject(following(before));
        before = chunk.length > 0 ? placeOf(chunk.at(-1)!) : before;
      }
      await reader.close();
    });

    it("names its log, also when there is nothing new", async () => {
      await bus.publish([eventTitled("A")]);
      const { log, events } = await readAll(bus);

      const { deliveries } = await readAll(bus, { log, ...placeOf(events[0]!) });

      expect(log).toMatch(/^[0-9a-f-]{36}$/);
      expect(deliveries).toMatchObject([{ log, previous: 1, events: [] }]);
    });

    it("is read from its start by a consumer of another log", async () => {
      await bus.publish([eventTitled("A"), eventTitled("B")]);

      const { deliveries, events } = await readAll(bus, { log: "another", position: 1 });

      expect(deliveries[0]?.previous).toBe(0);
      expect(events).toHaveLength(2);
    });

    it("that cannot be reached may take it later: that is not definite", async () => {
      const unreachable = await server.connectToNothing();

      await expect(unreachable.publish([eventTitled("A")])).rejects.not.toMatchObject({
        name: "Problem",
      });
      await expect(readAll(unreachable)).rejects.toThrow(/ECONNREFUSED|connection refused/);
      await unreachable.close();
    });
  });
}

/** The place after an event. */
export function placeOf({ position = 0, checksum }: ReceivedEvent): Place {
  return { position, ...(checksum !== undefined && { checksum }) };
}
