// Workload 4: people write posts, through all services: answered by posts, published to the bus, consumed by query, visible.

import { pause } from "@blog/common/base/backoff";
import type { Engines } from "../../infra/local/scaled-services.ts";
import { borrowEngines, nameOfEngines } from "../engines.ts";
import { clock } from "../event.ts";
import { percentile } from "../latencies.ts";
import { startServices } from "../our-services.ts";
import { startCourseBlog } from "../peers/course-parts.ts";
import type { Scale } from "../scale.ts";
import { shownPosts } from "../shown-posts.ts";
import { startWorker, type Worker } from "../worker.ts";
import type { Measure, OnStop, Workload } from "../workload.ts";
import type { Probed, WriterCommands } from "../writers.ts";

interface Blog {
  /** The addresses of all processes of posts, and of query. */
  posts: string[];
  query: string[];
  /** How one asks for a post that was just written. */
  ask: "one" | "map";
  writers: Worker<WriterCommands>;
  prober: Worker<WriterCommands>;
  /** Of all posts that were answered with 201. */
  ids: Set<string>;
  failed: number;
}

const OURS = "our blog";
const COURSE = "course blog";
const ALONE = "visible p50, alone";

export function wholeBlog(
  { clients, burstMs, lossTimeoutMs }: Scale,
  engines?: Engines,
): Workload<Blog> {
  return {
    number: 4,
    title: "Whole blog: POST /posts, answered and visible in query",
    explanation:
      "answered/s while so many clients write; visible/s until query shows all of them; visible p50: from the answer to a " +
      "post until query shows it, by a reader who looks all the time while the others write; alone: while no other client writes.",
    measures: [
      { name: ALONE, unit: "ms", better: "less" },
      ...clients.flatMap((count): Measure[] => [
        { name: `answered, ${count} clients`, unit: "/s", better: "more" },
        { name: `visible, ${count} clients`, unit: "/s", better: "more" },
        { name: `visible p50, ${count} clients`, unit: "ms", better: "less" },
      ]),
    ],
    goals: [
      { measure: "answered, 32 clients", times: 3, as: COURSE },
      { measure: ALONE, atWorst: 10 },
      { measure: "visible p50, 32 clients", atWorst: 10 },
    ],
    contestants: [
      { name: OURS },
      ...(engines
        ? [{ name: `${OURS} over ${nameOfEngines(engines)}`, isOurs: true as const }]
        : []),
      { name: COURSE },
    ],

    async prepare(name, folder, onStop) {
      const blog = await (name === COURSE
        ? startCourse(onStop)
        : startOurs(folder, name === OURS ? undefined : engines, onStop));
      const writers = startWorker<WriterCommands>("writers.ts");
      const prober = startWorker<WriterCommands>("writers.ts");
      onStop(() => Promise.all([writers.end(), prober.end()]));
      return { ...blog, writers, prober, ids: new Set(), failed: 0 };
    },

    async round(blog) {
      const { posts, query } = blog;
      const figures: Record<string, number> = {};
      async function probeDuring<Result>(work: Promise<Result>): Promise<[Probed, Result]> {
        const both = await Promise.all([
          blog.prober.probe({ posts, query }, blog.ask),
          work.finally(() => blog.prober.endProbe()),
        ]);
        note(blog, both[0]);
        return both;
      }

      const [alone] = await probeDuring(pause(burstMs));
      figures[ALONE] = percentile(alone.waits, 50);
      for (const count of clients) {
        const [probed, written] = await probeDuring(
          blog.writers.write({ posts, clients: count, forMs: burstMs }),
        );
        note(blog, written);
        const visibleAt = await untilVisible(blog, lossTimeoutMs);

        const perSecond = (end: number) => (written.ids.length * 1000) / (end - written.startedAt);
        figures[`answered, ${count} clients`] = perSecond(written.endedAt);
        figures[`visible, ${count} clients`] = perSecond(visibleAt);
        figures[`visible p50, ${count} clients`] = percentile(probed.waits, 50);
      }
      return figures;
    },

    async check(blog) {
      const faults = await Promise.all(blog.query.map((url) => faultsOf(url, blog)));
      return [...(blog.failed > 0 ? [`refused ${blog.failed} posts`] : []), ...faults.flat()];
    },
  };
}

function note(blog: Blog, { ids, failed }: Pick<Probed, "ids" | "failed">): void {
  for (const id of ids) blog.ids.add(id);
  blog.failed += failed;
}

async function startOurs(folder: string, engines: Engines | undefined, onStop: OnStop) {
  const own = engines && (await borrowEngines(engines, onStop));
  const { urls } = await startServices({ dataFolder: folder, engines: own, onStop });
  return { posts: urls("posts"), query: urls("query"), ask: "one" as const };
}

async function startCourse(onStop: OnStop) {
  const { urls, stop } = await startCourseBlog();
  onStop(stop);
  return { posts: [urls.posts], query: [urls.query], ask: "map" as const };
}

/** Resolves with the time when every query shows all that was answered, or when the timeout has passed. */
async function untilVisible({ query, ids }: Blog, lossTimeoutMs: number): Promise<number> {
  const deadline = clock() + lossTimeoutMs;
  return Math.max(...(await Promise.all(query.map((url) => untilShown(url, ids.size, deadline)))));
}

async function untilShown(query: string, count: number, deadline: number): Promise<number> {
  while (clock() < deadline) {
    const at = clock();
    if (Object.keys(await shownPosts(query)).length >= count) return at;
    await pause(10);
  }
  return clock();
}

async function faultsOf(query: string, { ids, failed }: Blog): Promise<string[]> {
  const shown = await shownPosts(query);
  const lost = [...ids].filter((id) => !(id in shown)).length;
  const invented = Object.keys(shown).length - (ids.size - lost) - failed;
  return [
    ...(lost > 0 ? [`lost ${lost} of ${ids.size} posts`] : []),
    ...(invented > 0 ? [`shows ${invented} posts that were never accepted`] : []),
  ];
}
