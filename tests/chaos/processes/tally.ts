// What is counted during a run beside what people see: accidents, failpoints, parked events, resumes, how soon a process
// was ready again, and what no process may do by itself.

import { createWriteStream } from "node:fs";
import type { Watch } from "./blog.ts";
import type { ChaosSystem } from "./chaos-system.ts";
import { readSubscriptions } from "./drain.ts";
import { read } from "./observers.ts";

export interface Tally extends Watch {
  onAccident(what: string, phase: "begins" | "ends"): void;
  /** Looks at the bus now and then, as long as the run lasts. */
  watch(system: ChaosSystem): void;
  stop(): void;
  misbehaviour: string[];
  /** How often each point was where a process died. */
  failpoints(): Record<string, number>;
  /** By subscriber: how many events were ever seen parked for it. */
  parked(): Record<string, number>;
  /** By subscriber: how often it has answered that it is elsewhere. What falls between two looks and the bus's death is not counted. */
  resumes(): Record<string, number>;
  readyMs(): Record<string, number[]>;
}

const LOOK_EVERY_MS = 500;

export function startTally(file: string): Tally {
  const out = createWriteStream(file);
  const misbehaviour: string[] = [];
  const failpoints = new Map<string, number>();
  const parked = new Map<string, Set<number>>();
  const resumes = new Map<string, number>();
  const lastResumes = new Map<string, number>();
  const ready = new Map<string, number[]>();
  let timer: NodeJS.Timeout | undefined;

  function note(line: object): void {
    out.write(`${JSON.stringify({ time: Date.now(), ...line })}\n`);
  }

  async function look(system: ChaosSystem): Promise<void> {
    const bus = system.url("event-bus");
    const { subscriptions } = await readSubscriptions(system);
    for (const { name } of subscriptions.filter((each) => each.parked > 0)) {
      const positions = parked.get(name) ?? new Set();
      parked.set(name, positions);
      for (const { position } of await read<{ position: number }[]>(
        `${bus}/subscriptions/${name}/parked`,
      ))
        positions.add(position);
    }
    const metrics = await (await fetch(`${bus}/metrics`)).text();
    for (const name of system.subscribers) countResumes(name, resumesIn(metrics, name));
  }

  // The counter begins at 0 again whenever the bus does.
  function countResumes(name: string, now: number): void {
    const before = lastResumes.get(name) ?? 0;
    lastResumes.set(name, now);
    resumes.set(name, (resumes.get(name) ?? 0) + (now < before ? now : now - before));
  }

  return {
    misbehaviour,
    onMisbehaviour(what) {
      misbehaviour.push(what);
      note({ misbehaviour: what });
    },
    onReady(name, ms) {
      ready.set(name, [...(ready.get(name) ?? []), ms]);
      note({ ready: name, ms });
    },
    onFailpoint(name, point) {
      const [of = ""] = point.split(":");
      failpoints.set(of, (failpoints.get(of) ?? 0) + 1);
      note({ failpoint: point, of: name });
    },
    onAccident: (what, phase) => note({ accident: what, phase }),
    watch(system) {
      timer = setInterval(() => void look(system).catch(() => undefined), LOOK_EVERY_MS);
    },
    stop() {
      clearInterval(timer);
      out.end();
    },
    failpoints: () => Object.fromEntries(failpoints),
    parked: () =>
      Object.fromEntries([...parked].map(([name, positions]) => [name, positions.size])),
    resumes: () => Object.fromEntries(resumes),
    readyMs: () => Object.fromEntries(ready),
  };
}

function resumesIn(metrics: string, subscriber: string): number {
  const line = new RegExp(
    `^event_bus_deliveries_total\\{subscriber="${subscriber}",verdict="resume"\\} (\\d+)`,
    "m",
  );
  return Number(line.exec(metrics)?.[1] ?? 0);
}
