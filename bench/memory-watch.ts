// How large the bus and query of each blog are, second by second.

import { medianOf } from "./latencies.ts";
import type { SoakBlog } from "./soak-blog.ts";

export interface MemoryWatch {
  look(): Promise<void>;
  /** In MB, by process: the median of the first, the middle and the last tenth of the time. */
  sizes(): { process: string; start: number; middle: number; end: number }[];
}

export function createMemoryWatch(blogs: Record<string, SoakBlog>): MemoryWatch {
  const seen = new Map<string, number[]>();

  return {
    async look() {
      for (const [blogName, blog] of Object.entries(blogs)) {
        for (const name of ["event-bus", "query"]) {
          const key = `${name} (${blogName})`;
          const sizes = seen.get(key) ?? [];
          sizes.push(await blog.residentMb(name));
          seen.set(key, sizes);
        }
      }
    },

    sizes: () =>
      [...seen].map(([process, sizes]) => {
        const tenth = Math.ceil(sizes.length / 10);
        const around = (share: number) => {
          const from = Math.floor((sizes.length - tenth) * share);
          return medianOf(sizes.slice(from, from + tenth));
        };
        return { process, start: around(0), middle: around(0.5), end: around(1) };
      }),
  };
}
