// The process that asks, in each kind, and counts the answers.

import { serve } from "../../../../bench/worker.ts";
import { medianOf } from "../../../../bench/latencies.ts";
import { type Client, connect } from "./clients.ts";
import { authors, type Kind } from "./kinds.ts";

const ids = authors.map(({ id }) => id);
const TWENTY = ids.slice(0, 20);
let client: Client;

const commands = {
  connect(kind: Kind, port: number): void {
    client = connect[kind](port);
  },

  /** Calls a second, each for so many authors. */
  async callFor(forMs: number, inFlight: number, count: number): Promise<number> {
    const wanted = ids.slice(0, count);
    const startedAt = performance.now();
    const end = startedAt + forMs;
    let calls = 0;

    async function goOn(): Promise<void> {
      while (performance.now() < end) {
        if (count === 1) await askOne(ids[calls % ids.length]!);
        else await askMany(wanted);
        calls += 1;
      }
    }
    await Promise.all(Array.from({ length: inFlight }, goOn));
    return (calls * 1000) / (performance.now() - startedAt);
  },

  /** The medians of so many times, in ms. */
  async timeTwenty(times: number) {
    return {
      together: await medianTime(times, () => askMany(TWENTY)),
      atOnce: await medianTime(times, () => Promise.all(TWENTY.map(askOne))),
      inTurn: await medianTime(times, async () => {
        for (const id of TWENTY) await askOne(id);
      }),
    };
  },
};
export type CallerCommands = typeof commands;
serve(commands);

async function askOne(id: string): Promise<void> {
  const author = await client.getOne(id);
  if (author.id !== id) throw new Error(`${id} was asked for, ${author.id} was answered.`);
}

async function askMany(wanted: string[]): Promise<void> {
  const found = await client.getMany(wanted);
  if (found.length !== wanted.length) throw new Error(`${found.length} authors were answered.`);
}

async function medianTime(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    await work();
    taken.push(performance.now() - startedAt);
  }
  return medianOf(taken);
}
