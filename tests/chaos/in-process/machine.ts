// A machine on which one process runs. The process can be stopped in order or killed at any moment; after either, its machine
// starts it again, on the same disk.

import type { Disks } from "./disks.ts";
import type { History } from "./history.ts";
import type { Network } from "./network.ts";
import type { Life, VirtualTime } from "./virtual-time.ts";

export interface World {
  time: VirtualTime;
  history: History;
  disks: Disks;
  network: Network;
}

export interface Machine {
  readonly name: string;
  readonly files: readonly string[];
  /** Undefined while the process does not run. */
  life(): Life | undefined;
  /** Ends the process at once; `meanwhile` is done before it is started again. */
  kill(why: string, meanwhile?: () => void): void;
  /** As a deployment does it; at most so long, then it is killed. */
  stop(): void;
  start(): void;
  /** The clock is wrong by so much from now on, also for the next process. */
  setClock(offsetMs: number): void;
}

/** Resolves with what stops it in order. Rejects when it cannot start. */
type Boot = (life: Life) => Promise<() => Promise<void>>;

const GRACE_MS = 10_000;

export function createMachine(
  { time, history, disks, network }: World,
  name: string,
  files: string[],
  boot: Boot,
): Machine {
  let life: Life | undefined;
  let stop = async () => {};
  let clockOffsetMs = 0;
  let cancelStart = () => {};

  function startIn(delayMs: number): void {
    cancelStart();
    cancelStart = time.schedule(delayMs, machine.start);
  }

  const machine: Machine = {
    name,
    files,
    life: () => life,

    start() {
      cancelStart();
      if (life) return;
      const begun = (life = time.begin(name));
      life.clockOffsetMs = clockOffsetMs;
      history.note(`${name} starts`);
      time.schedule(0, () => void run(begun), life);
    },

    kill(why, meanwhile) {
      if (life) end(life, why);
      meanwhile?.();
      startIn(100 + 3000 * time.random.next() ** 2);
    },

    stop() {
      const ending = life;
      if (!ending) return;
      function done(): void {
        if (ending === undefined || ending !== life) return;
        end(ending, "has stopped");
        startIn(1000 * time.random.next());
      }
      time.schedule(0, () => void stop().finally(done), ending);
      time.schedule(GRACE_MS, done);
    },

    setClock(offsetMs) {
      clockOffsetMs = offsetMs;
      if (life) life.clockOffsetMs = offsetMs;
    },
  };
  return machine;

  async function run(begun: Life): Promise<void> {
    stop = async () => {};
    try {
      const booted = await boot(begun);
      if (!begun.isOver) stop = booted;
    } catch (error) {
      if (begun.isOver) return;
      machine.kill(`cannot start: ${error}`);
    }
  }

  function end(ended: Life, why: string): void {
    ended.isOver = true;
    life = undefined;
    history.note(`${name} ends`, why);
    for (const file of files) disks.abandon(file);
    network.cutOff(ended);
  }
}
