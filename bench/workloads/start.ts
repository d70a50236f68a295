// Workload 8: `npm start` until all six are ready, and the memory of each process when idle.

import { measureStart } from "../../infra/local/measured-start.ts";
import { blog } from "../../infra/systems/blog.ts";
import type { Measure, Workload } from "../workload.ts";
import { serviceNames } from "../../infra/systems/system.ts";

const NAMES = serviceNames(blog);

export function start(): Workload<undefined> {
  return {
    number: 8,
    title: "Start: npm start until all six are ready, and their memory when idle",
    explanation: "Installed and built. The memory is what is resident five seconds later.",
    measures: [
      { name: "ready", unit: "s", better: "less" },
      { name: "all six", unit: "MB", better: "less" },
      ...NAMES.map((name): Measure => ({ name, unit: "MB", better: "less" })),
    ],
    goals: [
      { measure: "ready", atWorst: 3 },
      { measure: "all six", atWorst: 650 },
    ],
    contestants: [{ name: "our blog" }],

    prepare: async () => undefined,

    async round() {
      const { readyMs, memory } = await measureStart(blog);
      return {
        ready: readyMs / 1000,
        "all six": memory.reduce((sum, { mb }) => sum + mb, 0),
        ...Object.fromEntries(memory.map(({ name, mb }) => [name, mb])),
      };
    },

    check: async () => [],
  };
}
