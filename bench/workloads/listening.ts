// Workload 6, second part: many listeners to query's live stream, and how long a new post takes to the last of them.

import { frames } from "@blog/common/speed/over-frames";
import { pause } from "@blog/common/base/backoff";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import type { EventBus } from "@blog/common/messaging/event-bus";
import { clock } from "../event.ts";
import { pastEvent } from "../history.ts";
import { openOurQuery, type Readable } from "../readable.ts";
import type { ReaderCommands } from "../readers.ts";
import type { Scale } from "../scale.ts";
import { startWorker, type Worker } from "../worker.ts";
import type { Workload } from "../workload.ts";
import { percentileFigures, percentileMeasures } from "./percentiles.ts";

const POST_EVERY_MS = 50;

interface Listening {
  query: Readable;
  bus: EventBus;
  listeners: Worker<ReaderCommands>;
  count: number;
  posts: number;
  faults: string[];
}

export function listening({
  listeners: many,
  steadyMs,
  lossTimeoutMs,
}: Scale): Workload<Listening> {
  const counts = [1, many];
  return {
    number: 6,
    title: "Listening to the live stream: from publishing an event until a listener has the post",
    explanation: `${1000 / POST_EVERY_MS} posts a second. All listeners live in one process, so that much of the time is theirs.`,
    measures: percentileMeasures(asItIs),
    goals: [],
    contestants: counts.map((count) => ({ name: nameOf(count) })),

    async prepare(name, folder, onStop) {
      const count = counts.find((each) => nameOf(each) === name)!;
      const query = await openOurQuery(1, folder, onStop);
      const bus = connectHttpBus(query.bus!, { upgrade: frames });
      onStop(bus.close);
      const listeners = startWorker<ReaderCommands>("readers.ts");
      onStop(listeners.end);
      await listeners.listen(query.url, count);
      return { query, bus, listeners, count, posts: 0, faults: [] };
    },

    async round(subject) {
      const { bus, listeners, count } = subject;
      const rounds = Math.ceil(steadyMs / POST_EVERY_MS);
      for (let n = 0; n < rounds; n += 1) {
        subject.posts += 1;
        const post = pastEvent(subject.posts * 10);
        await bus.publish([{ ...post, data: { ...post.data, title: `at ${clock()}` } }]);
        await pause(POST_EVERY_MS);
      }
      const delays: number[] = [];
      const deadline = performance.now() + lossTimeoutMs;
      while (delays.length < rounds * count && performance.now() < deadline)
        delays.push(...(await listeners.takeDelays()));
      if (delays.length !== rounds * count)
        subject.faults.push(`${delays.length} of ${rounds * count} posts arrived`);
      return percentileFigures(asItIs, delays);
    },

    check: async ({ faults }) => faults,
  };
}

function asItIs(p: string): string {
  return p;
}

function nameOf(count: number): string {
  return count === 1 ? "1 listener" : `${count} listeners`;
}
