// The publisher's process: publishes events to one system, so many at a time or so many a second.

import { clock, createEvent } from "./event.ts";
import type { Publisher } from "./systems/system.ts";
import { findSystem } from "./systems/all.ts";
import type { Published } from "./tally.ts";
import { serve } from "./worker.ts";

export interface Burst {
  round: number;
  /** How many events wait for their acknowledgement at any time. */
  inFlight: number;
  forMs: number;
}

/** So many in all, as fast as they go through. */
export interface Amount {
  round: number;
  count: number;
}

export interface Steady {
  round: number;
  perSecond: number;
  forMs: number;
}

export interface Done extends Published {
  startedAt: number;
}

let publisher: Publisher | undefined;

const commands = {
  async connect(system: string, address: string): Promise<void> {
    publisher = await findSystem(system).connectPublisher(address);
  },

  async burst({ round, inFlight, forMs }: Burst): Promise<Done> {
    const { done, publish } = open(round);
    const end = clock() + forMs;
    async function goOn(): Promise<void> {
      while (clock() < end) await publish();
    }
    await Promise.all(Array.from({ length: inFlight }, goOn));
    return done;
  },

  async amount({ round, count }: Amount): Promise<Done> {
    const { done, publish } = open(round);
    let left = count;
    async function goOn(): Promise<void> {
      while (left > 0) {
        left -= 1;
        await publish();
      }
    }
    await Promise.all(Array.from({ length: 1000 }, goOn));
    return done;
  },

  /**
   * Does not wait for acknowledgements: a slow system gets no fewer events to be slow with. `waits` are the milliseconds
   * from being published to being acknowledged.
   */
  async steady({ round, perSecond, forMs }: Steady): Promise<Done & { waits: number[] }> {
    const waits: number[] = [];
    const { done, publish } = open(round, (waitMs) => waits.push(waitMs));
    const total = Math.round((perSecond * forMs) / 1000);
    const published: Promise<void>[] = [];
    while (published.length < total) {
      const due = Math.min(total, 1 + Math.floor(((clock() - done.startedAt) * perSecond) / 1000));
      while (published.length < due) published.push(publish());
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(published);
    return { ...done, waits };
  },
};
export type PublisherCommands = typeof commands;
serve(commands);

function open(round: number, onAcknowledged: (waitMs: number) => void = () => {}) {
  const done: Done = { round, acknowledged: 0, failed: 0, startedAt: clock() };
  let n = 0;

  async function publish(): Promise<void> {
    const event = createEvent(round, n);
    n += 1;
    try {
      await publisher?.publish(event);
      done.acknowledged += 1;
      onAcknowledged(clock() - event.data.at);
    } catch {
      done.failed += 1;
    }
  }
  return { done, publish };
}
