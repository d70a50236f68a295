// One run, from an empty folder to the verdict: start, load and accidents for so long, heal, drain, kill everything once
// more (what is only in memory does not count), drain again, and look.

import { join } from "node:path";
import { pause } from "@blog/common/base/backoff";
import { accidents } from "./accidents.ts";
import { startChaosBlog } from "./blog.ts";
import { collect } from "./collect.ts";
import { drain, heal, readSubscriptions } from "./drain.ts";
import { createHistory } from "./history.ts";
import { startLoad } from "./load.ts";
import { startNemesis } from "./nemesis.ts";
import { startObservers } from "./observers.ts";
import { createRandom } from "./random.ts";
import type { Report } from "./report.ts";
import { startTally } from "./tally.ts";
import { judge, vacuousBecause } from "./verdict.ts";

const DRAIN_MS = 120_000;

export interface RunOptions {
  seed: number;
  durationMs: number;
  dataFolder: string;
  onProgress(progress: Progress): void;
}

export interface Progress {
  phase: string;
  elapsedMs: number;
  operations: number;
  events: number;
  accidents: number;
  now: string[];
}

export async function runChaos({
  seed,
  durationMs,
  dataFolder,
  onProgress,
}: RunOptions): Promise<Report> {
  const startedAt = Date.now();
  const random = createRandom(seed);
  const history = createHistory(join(dataFolder, "history.ndjson"));
  const tally = startTally(join(dataFolder, "accidents.ndjson"));
  const blog = await startChaosBlog(dataFolder, tally);
  tally.watch(blog);
  const observers = startObservers(blog, history, createRandom(seed + 1));
  const load = startLoad(blog, history, createRandom(seed + 2));
  const nemesis = startNemesis(blog, accidents, random, tally.onAccident);
  let phase = "accidents";

  const ticking = setInterval(() => {
    const struck = [...nemesis.struck.values()].reduce((sum, count) => sum + count, 0);
    onProgress({
      phase,
      elapsedMs: Date.now() - startedAt,
      operations: history.operations.length,
      events: observers.positions.size,
      accidents: struck,
      now: nemesis.now(),
    });
  }, 500);

  try {
    await pause(durationMs);
    phase = "healing";
    await Promise.all([nemesis.stop(), load.stop()]);
    const healedAt = Date.now();
    await heal(blog);
    const isDrained = await drain(blog, DRAIN_MS);
    const drainedMs = Date.now() - healedAt;
    phase = "the last kill";
    const allVictims = [...blog.victims.values()];
    await Promise.all(allVictims.map((victim) => victim.kill("SIGKILL")));
    const isDrainedAgain = await drain(blog, DRAIN_MS);
    await observers.stop();
    await pause(500);
    await observers.follower.stop();
    phase = "checking";
    tally.stop();

    const outcome = await collect(blog);
    const verdict = judge(outcome, history, observers);
    const stuck =
      isDrained && isDrainedAgain
        ? []
        : [
            `I6: not quiet after ${DRAIN_MS / 1000} s: ${JSON.stringify(await readSubscriptions(blog))}`,
          ];
    return {
      seed,
      seconds: Math.round((Date.now() - startedAt) / 1000),
      violations: [...verdict.violations, ...tally.misbehaviour, ...stuck],
      vacuous: vacuousBecause(nemesis.struck, history, observers.follower),
      operations: Object.fromEntries(
        (["post", "comment", "publish", "read log", "read query"] as const).map((what) => [
          what,
          history.count(what),
        ]),
      ),
      outcome,
      queues: { posts: verdict.posts, comments: verdict.comments },
      accidents: Object.fromEntries(nemesis.struck),
      failpoints: tally.failpoints(),
      parked: tally.parked(),
      resumes: tally.resumes(),
      readyMs: tally.readyMs(),
      drainedMs,
      stream: { resets: observers.follower.resets, resumed: observers.follower.resumed },
      positionsSeen: observers.positions.size,
    };
  } finally {
    clearInterval(ticking);
    await blog.stop();
    await history.close();
  }
}
