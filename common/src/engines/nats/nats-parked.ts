// Parked events in NATS: a stream of their own, one subject for each, of which only the last word is kept. So a restart finds
// them, an operator sees them with `nats stream view EVENTS_PARKED`, and redrives them by putting another word there.

import { JetStreamApiCodes } from "@nats-io/jetstream";
import { findOrAdd, isApiError, lastOf, type OpenNats } from "./nats-connection.ts";
import { LogParkedEvent, type ParkedEvents } from "../../delivery/parked-events.ts";

type OpenParked = OpenNats & {
  /** The stream of parked events. */
  parked: string;
  subjectOf(position: number | "*"): string;
};

export function createNatsParked(open: () => Promise<OpenNats>, subscriber: string): ParkedEvents {
  async function openStream(): Promise<OpenParked> {
    const nats = await open();
    const [parked, subject] = [`${nats.stream}_PARKED`, `${nats.subject}-parked`];
    await findOrAdd(nats.manager, {
      name: parked,
      subjects: [`${subject}.*.*`],
      num_replicas: nats.replicas,
      max_msgs_per_subject: 1,
    });
    return { ...nats, parked, subjectOf: (position) => `${subject}.${subscriber}.${position}` };
  }

  return {
    async all() {
      const nats = await openStream();
      const { state } = await nats.manager.streams.info(nats.parked, {
        subjects_filter: nats.subjectOf("*"),
      });
      const found: LogParkedEvent[] = [];
      for (const subject of Object.keys(state.subjects ?? {})) {
        const message = await lastOf(nats.manager, nats.parked, subject);
        if (message) found.push(LogParkedEvent.parse(message.json()));
      }
      return found.toSorted((a, b) => a.position - b.position);
    },

    async update(position, change) {
      const { client, manager, parked, subjectOf } = await openStream();
      const subject = subjectOf(position);
      for (;;) {
        const message = await lastOf(manager, parked, subject);
        const known = message && LogParkedEvent.parse(message.json());
        const next = change(known);
        if (!next) return known;
        try {
          const expect = { lastSubjectSequence: message?.seq ?? 0 };
          await client.publish(subject, JSON.stringify(next), { expect });
          return next;
        } catch (error) {
          if (!isApiError(error, JetStreamApiCodes.StreamWrongLastSequence)) throw error;
        }
      }
    },

    async remove(position) {
      const { manager, parked, subjectOf } = await openStream();
      await manager.streams.purge(parked, { filter: subjectOf(position) });
    },

    async watch(onChange, signal) {
      const { connection, subjectOf } = await openStream();
      const subscription = connection.subscribe(subjectOf("*"), { callback: onChange });
      signal.addEventListener("abort", () => subscription.unsubscribe(), { once: true });
      if (signal.aborted) subscription.unsubscribe();
    },
  };
}
