// The whole system under virtual time: two writers, the bus, four consumers (the writers are two of them), and what is
// observed of it in the end.

import { createView, apply, type ViewEvent } from "../../../query/src/view.ts";
import { toHex } from "../../../event-bus/src/log/stored-event.ts";
import type { Observed } from "../checker.ts";
import { type BlogService, createBlogService } from "./blog-service.ts";
import type { Bugs } from "./bugs.ts";
import { type BusProcess, createBusProcess } from "./bus.ts";
import type { Machine, World } from "./machine.ts";
import { createModeration, type Moderation } from "./moderation.ts";
import { type Accidents, nameOf } from "./parts.ts";
import { createQuery, type Query, shows } from "./query.ts";
import { blog } from "../../../infra/systems/blog.ts";

export interface System {
  world: World;
  bus: BusProcess;
  /** The first two write; any others only consume. */
  services: BlogService[];
  query: Query;
  moderation: Moderation;
  machines(): Machine[];
  accidents(): Accidents[];
  write(): void;
  /** The name of the event that is written after so many others. */
  nameOfNext(after: number): string;
  /** One more subscriber, once the bus is started again. */
  subscribe(): void;
  /** An event was taken out of the log. */
  hasLost: boolean;
  /** Where a process is to die, and at which time it passes there. */
  failpoints: Map<string, number>;
  /** What ends each accident that lasts. */
  spells: Set<() => void>;
  isQuiet(): Promise<boolean>;
  observe(): Promise<Observed>;
}

const SETTINGS = [
  {},
  { batchSize: 4, parkAfter: 2 },
  { batchSize: 1, parkAfter: 3, probeMs: 500 },
  { retryFirstMs: 10, retryMaxMs: 200, parkAfterBreaks: 1 },
];

export function createSystem(world: World, bugs: Bugs = {}): System {
  const services = ["posts", "comments"].map((name) => createBlogService(world, name, bugs));
  const query = createQuery(world, bugs);
  const moderation = createModeration(world);
  const settings = world.time.random.choose(SETTINGS);
  const subscribers: string[] = [...blog.subscribers];
  const bus = createBusProcess(world, { subscribers, settings, bugs });
  const attempted = new Set<string>();
  let written = 0;

  const kindOf = (number: number) =>
    number % 3 === 1 ? ("PostCreated" as const) : ("CommentCreated" as const);
  const idOf = (number: number) => `${number % 3 === 1 ? "p" : "c"}${number}`;

  const system: System = {
    world,
    bus,
    services,
    query,
    moderation,
    hasLost: false,
    failpoints: new Map(),
    spells: new Set(),
    machines: () => [bus, ...services, query, moderation].map(({ machine }) => machine),
    accidents: () => [...services, query, moderation].map(({ accidents }) => accidents),
    nameOfNext: (after) => `${kindOf(written + 1 + after)} ${idOf(written + 1 + after)}`,

    write() {
      written += 1;
      const [kind, id] = [kindOf(written), idOf(written)];
      const consequences = ["CommentModerated", "CommentUpdated"];
      const types = kind === "PostCreated" ? [kind] : [kind, ...consequences];
      for (const type of types) attempted.add(`${type} ${id}`);
      services[kind === "PostCreated" ? 0 : 1]!.write(kind, id);
    },

    subscribe() {
      const name = `late-${services.length}`;
      services.push(createBlogService(world, name, bugs));
      services.at(-1)!.machine.start();
      subscribers.push(name);
      bus.machine.kill("a subscriber is added");
    },

    async isQuiet() {
      const now = bus.bus();
      if (!now || system.machines().some((machine) => !machine.life())) return false;
      const waiting = await Promise.all(services.map((service) => service.waiting()));
      const cursors = [...now.subscriptions.values()].map((each) => each.cursor());
      return waiting.every((n) => n === 0) && cursors.every((at) => at === now.log.tail());
    },

    async observe() {
      const { log, subscriptions } = bus.bus()!;
      const stored = log.read(0, 100_000);
      const events = stored.map((event) => ({ ...event, data: JSON.parse(event.data) }));
      const names = events.map(nameOf);
      const inLog = new Set(names);
      const seenBy = (name: string, isSeen: (event: (typeof events)[number]) => boolean) => ({
        name,
        effects: events.filter(isSeen).map((event) => ({
          ...{ id: nameOf(event), log: log.id, position: event.position, isLate: false },
        })),
      });
      const journals = services.map(async (service) => ({
        name: service.machine.name,
        effects: await service.effects(),
      }));
      const consumers = [
        ...(await Promise.all(journals)),
        seenBy("query", (event) => shows(query.view(), event)),
        // Its effect is the reply.
        seenBy(
          "moderation",
          ({ type, data }) =>
            type !== "CommentCreated" || inLog.has(nameOf({ type: "CommentModerated", data })),
        ),
      ];
      return {
        log: names,
        checksums: events.map(({ checksum }) => toHex(checksum)),
        hasLost: system.hasLost,
        acknowledged: bus.acknowledged,
        attempted,
        written: (await Promise.all(services.map((service) => service.written()))).flat(),
        subscribers: consumers.map(({ name, effects }) => {
          const subscription = subscriptions.get(name)!;
          const positions = events.map(({ position }) => position);
          return {
            name,
            cursor: subscription.cursor(),
            effects,
            // Discarded ones too: an operator has decided so.
            parked: positions.filter(subscription.isParked),
            everParked: bus.parkedEver.get(name) ?? [],
          };
        }),
      };
    },
  };
  return system;
}

/** The view of query is the fold of the log. */
export function viewViolations({ query, bus, hasLost }: System): string[] {
  const { log, subscriptions } = bus.bus()!;
  // What was lost from the log stays in the view; and what is parked may have been read from the log meanwhile.
  if (hasLost || (bus.parkedEver.get("query")?.size ?? 0) > 0) return [];
  const expected = createView();
  for (const { type, data, position } of log.read(0, subscriptions.get("query")!.cursor()))
    apply(expected, { type, data: JSON.parse(data), position } as ViewEvent);
  const textOf = (view: typeof expected) =>
    JSON.stringify([...view.posts.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  return textOf(expected) === textOf(query.view())
    ? []
    : ["V1: the view is not the fold of the log"];
}
