// One run of the whole system: its seed decides what happens and when. Afterwards everything is healed, and the system has
// to come to rest with all its promises kept.

import { onFailpoint } from "@blog/common/base/failpoint";
import { violations } from "../checker.ts";
import type { Bugs } from "./bugs.ts";
import { createDisks } from "./disks.ts";
import { createHistory, type History } from "./history.ts";
import type { Machine, World } from "./machine.ts";
import { createNetwork } from "./network.ts";
import { createSchedule, mend, perform } from "./operations.ts";
import { createSystem, type System, viewViolations } from "./system.ts";
import { createVirtualTime } from "./virtual-time.ts";

export interface Run {
  seed: number;
  /** Of all that happened. */
  hash: string;
  /** The promises that were broken, in words. */
  broken: string[];
  /** How often each kind of accident struck. */
  accidents: History["accidents"];
  /** So much time has passed in there. */
  simulatedMs: number;
}

interface Options {
  /** Mistakes to put into the code. */
  bugs?: Bugs;
  /** Is given each line of the history. */
  print?: (line: string) => void;
}

/** After the last accident, so long at most. */
const REST_WITHIN_MS = 180_000;
/** What is wrong while nothing waits to be sent stays wrong after this: each subscriber was asked where it is. */
const QUIET_MS = 20_000;
const LOOK_EVERY_MS = 1000;

export async function simulate(seed: number, { bugs, print }: Options = {}): Promise<Run> {
  const time = createVirtualTime(seed);
  const history = createHistory(time.now, print);
  const world: World = {
    time,
    history,
    disks: createDisks(history),
    network: createNetwork(time, history),
  };
  const system = createSystem(world, bugs);
  const crashes: string[] = [];
  const endings = [
    onFailpoint((name) => dieAt(system, name)),
    onCrash((error) => {
      const name = time.current()?.name;
      // What a dead process leaves behind is no crash.
      if (name && !time.current()?.isOver)
        crashes.push(`${name} crashed: ${(error as Error).stack}`);
    }),
  ];

  for (const machine of system.machines()) machine.start();
  for (const operation of createSchedule(time.random)) {
    await time.run(operation.afterMs);
    perform(system, operation);
  }
  const broken = [...(await comeToRest(system)), ...crashes];

  for (const end of endings) end();
  world.disks.close();
  history.note("the end", broken);
  const { accidents } = history;
  return { seed, hash: history.hash(), broken, accidents, simulatedMs: time.now() };
}

/** A rejection that is not handled ends a process of Node. `listener` takes the place of all others. */
function onCrash(listener: (error: unknown) => void): () => void {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", listener);
  return () => {
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
  };
}

function dieAt(system: System, name: string): void {
  const { failpoints, world } = system;
  const passesLeft = failpoints.get(name);
  const life = world.time.current();
  if (passesLeft === undefined || !life) return;
  failpoints.set(name, passesLeft - 1);
  if (passesLeft > 1) return;
  failpoints.delete(name);
  world.history.count(`killed at ${name}`);
  const isIt = (machine: Machine) => machine.life() === life;
  system.machines().find(isIt)?.kill(`died at ${name}`);
  throw new Error(`died at ${name}`);
}

/** Ends all accidents and waits until nothing is left to do. Returns what is wrong even then. */
async function comeToRest(system: System): Promise<string[]> {
  const { world, spells, failpoints, machines } = system;
  for (const end of spells) end();
  spells.clear();
  failpoints.clear();
  mend(system);
  for (const machine of machines()) machine.start();
  await world.time.run(5000);
  // One more from each writer. A cursor that was pushed ahead where no subscriber could notice shows with the next event.
  for (let times = 0; times < 3; times += 1) system.write();

  let broken = ["nothing has come to rest"];
  let quietMs = 0;
  const end = world.time.now() + REST_WITHIN_MS;
  while (broken.length > 0 && quietMs < QUIET_MS && world.time.now() < end) {
    await world.time.run(LOOK_EVERY_MS);
    if (!(await system.isQuiet())) continue;
    quietMs += LOOK_EVERY_MS;
    broken = [...violations(await system.observe()), ...viewViolations(system)];
  }
  return broken;
}
