// All that can happen to the system, good or bad. A run is a list of these at random moments; which of them happen at all
// is chosen anew for each run, so that rare accidents meet undisturbed ones.

import { BUS_FILES } from "./bus.ts";
import type { Machine, World } from "./machine.ts";
import { NETWORK_FAULTS, type Weather } from "./network.ts";
import type { Random } from "../processes/random.ts";
import type { System } from "./system.ts";

export interface Operation {
  name: OperationName;
  afterMs: number;
}

type Step = (system: System, random: Random) => void;

export const FAILPOINTS = [
  "outbox.add",
  "relay.published",
  "inbox.event",
  "log.insert",
  "log.commit",
  "log.committed",
  "worker.answered",
  "database.commit",
  "database.committed",
] as const;

const operations = {
  write: (system) => system.write(),
  storm: (system, random) => inSpell(system, random, "storm"),
  kill: (system, random) => random.choose(system.machines()).kill("was killed"),
  stop: (system, random) => random.choose(system.machines()).stop(),
  killAtFailpoint({ failpoints }, random) {
    failpoints.set(random.choose(FAILPOINTS), random.between(1, 6));
  },
  outage: (system, random) => inSpell(system, random, "outage"),
  slow: (system, random) => inSpell(system, random, "slow"),
  diskFull: (system, random) => inSpell(system, random, "disk full"),
  clockJump(system, random) {
    random.choose(system.machines()).setClock(random.between(-3_600_000, 3_600_000));
  },
  restore: (system, random) => inSpell(system, random, "backup"),
  restoreBus: (system, random) => inSpell(system, random, "backup of the bus"),
  replaceLog(system) {
    const { world, bus } = system;
    system.hasLost = true;
    bus.machine.kill("begins a new log", () => world.disks.remove(BUS_FILES[0]!));
    bus.acknowledged.clear();
  },
  loseCursor: (system) => editCursors(system, "position = 0"),
  // A subscriber without a memory cannot notice that (docs/decisions/0011-the-cursor-of-a-subscriber-without-memory.md).
  pushCursor: (system) =>
    editCursors(
      system,
      "position = coalesce((SELECT length FROM log), 0) WHERE subscriber <> 'moderation'",
    ),
  poison(system, random) {
    random.choose(system.accidents()).poison.add(system.nameOfNext(random.between(0, 3)));
  },
  deadly(system, random) {
    random.choose(system.accidents()).deadly.add(system.nameOfNext(random.between(0, 3)));
  },
  mend: (system) => mend(system),
  decide(system, random) {
    if (random.next() < 0.5) mend(system);
    decide(system, random, random.next() < 0.7 ? "redrive" : "discarded");
  },
  subscribe(system) {
    if (system.services.length < 3) system.subscribe();
  },
} satisfies Record<string, Step>;

export type OperationName = keyof typeof operations;

/** Every kind of accident. */
export const OPERATIONS = Object.keys(operations) as OperationName[];

/** What lasts for a while. */
const SPELLS: Record<string, (system: System, random: Random) => () => void> = {
  storm({ world }, random) {
    const weather: Weather = {};
    for (const fault of NETWORK_FAULTS)
      if (random.next() < 0.5) weather[fault] = 0.5 * random.next() ** 2;
    world.network.setWeather(weather);
    return () => world.network.setWeather({});
  },
  outage({ world, machines }, random) {
    const { name } = random.choose(machines());
    world.network.isolate(name, true);
    return () => world.network.isolate(name, false);
  },
  slow({ world, machines }, random) {
    const { name } = random.choose(machines());
    world.network.slowDown(name, random.between(50, 5000));
    return () => world.network.slowDown(name, 0);
  },
  "disk full"({ world, machines }, random) {
    const { files } = random.choose(machines());
    for (const file of files) world.disks.setFull(file, true);
    return () => {
      for (const file of files) world.disks.setFull(file, false);
    };
  },
  backup({ world, services, query }, random) {
    return backUp(world, random.choose([...services, query]).machine);
  },
  "backup of the bus": (system) => {
    const { world, bus } = system;
    const restore = backUp(world, bus.machine);
    return () => {
      system.hasLost = true;
      bus.acknowledged.clear();
      restore();
    };
  },
};

function inSpell(system: System, random: Random, name: keyof typeof SPELLS): void {
  const end = SPELLS[name]!(system, random);
  system.spells.add(end);
  system.world.time.schedule(random.between(500, 20_000), () => {
    if (system.spells.delete(end)) end();
  });
}

/** Copies all files of a process. Returns what kills it and puts the copies in their place. */
function backUp({ disks }: World, { files, kill }: Machine): () => void {
  const copies = files.map((file) => disks.backUp(file));
  return () =>
    kill("is restored from a backup", () => {
      for (const restore of copies) restore();
    });
}

function editCursors({ world, bus }: System, change: string): void {
  const edit = () => world.disks.edit(BUS_FILES[1]!, `UPDATE cursors SET ${change}`);
  bus.machine.kill("its cursors are changed", edit);
}

export function mend({ accidents }: System): void {
  for (const { poison, deadly } of accidents()) for (const all of [poison, deadly]) all.clear();
}

function decide({ bus }: System, random: Random, to: "redrive" | "discarded"): void {
  const now = bus.bus();
  if (!now) return;
  for (const subscription of random.shuffle([...now.subscriptions.values()])) {
    const [parked] = subscription.parkedEvents();
    if (!parked) continue;
    subscription.decide(parked.position, to);
    return now.wake(subscription.name);
  }
}

export function perform(system: System, { name }: Operation): void {
  const step: Step = operations[name];
  system.world.history.count(name);
  step(system, system.world.time.random);
}

// Most of those that are armed never strike: nothing passes there in time.
const WEIGHTS: Partial<Record<OperationName, number>> = {
  killAtFailpoint: 5,
  poison: 2,
  decide: 2,
};

/** A run: mostly writing, and a few kinds of accidents. */
export function createSchedule(random: Random): Operation[] {
  const kinds = random
    .shuffle(OPERATIONS)
    .slice(0, random.between(2, 8))
    .flatMap((name) => Array<OperationName>(WEIGHTS[name] ?? 1).fill(name));
  const pauseMs = random.choose([5, 100, 1000]);
  return Array.from({ length: random.between(20, 80) }, () => ({
    name: random.next() < 0.55 ? "write" : random.choose(kinds),
    afterMs: pauseMs * 2 * random.next() ** 2,
  }));
}

/** The kinds of accidents that are missing: without them, a number of runs has shown nothing. */
export function neverStruck(accidents: ReadonlyMap<string, number>): string[] {
  const all = [
    ...OPERATIONS,
    ...NETWORK_FAULTS,
    ...FAILPOINTS.map((name) => `killed at ${name}`),
    ...[
      "request into an outage",
      "parked",
      "poison was handled",
      "died of an event",
      "disk was full",
    ],
  ];
  return all.filter((name) => !accidents.has(name));
}
