// Workload 7: does a long log make the bus slow or large? The same load on logs of different lengths.

import type { Engines } from "../../infra/local/scaled-services.ts";
import { type BusSubject, prepareBus } from "../bus-subject.ts";
import { publishPast } from "../history.ts";
import { type Services, startServices } from "../our-services.ts";
import { borrowStream } from "../own-stream.ts";
import type { Scale } from "../scale.ts";
import { SUBSCRIBERS } from "../subscriber-names.ts";
import { ours } from "../systems/ours.ts";
import { oursOverNats } from "../systems/ours-over-nats.ts";
import type { System } from "../systems/system.ts";
import type { OnStop, Workload } from "../workload.ts";
import { percentileFigures, percentileMeasures } from "./percentiles.ts";

const PER_SECOND = 200;
const IN_NATS = ", in NATS";

interface Grown {
  bus: BusSubject;
  services: Services;
}

export function growth(
  { logs, steadyMs, lossTimeoutMs }: Scale,
  engines?: Engines,
): Workload<Grown> {
  const lengths = [logs.small / 10, logs.middle, logs.large];
  const [first = 0, , last = 0] = lengths;

  return {
    number: 7,
    title: "Growth: the same load on logs of different lengths",
    explanation: `${PER_SECOND} events a second; acknowledged: until the bus answers; delivered: until the last of four subscribers has it. query has read the whole log, and receives every event, too.`,
    measures: [
      ...percentileMeasures(acknowledgedIn),
      ...percentileMeasures(deliveredIn),
      { name: "memory of the bus", unit: "MB", better: "less" },
      { name: "memory of query", unit: "MB", better: "less" },
    ],
    goals: [
      { measure: acknowledgedIn("p99"), of: nameOf(last), times: 1 / 1.2, as: nameOf(first) },
      { measure: "memory of the bus", of: nameOf(last), times: 1 / 1.3, as: nameOf(first) },
    ],
    contestants: [
      ...lengths.map((events) => ({ name: nameOf(events) })),
      // To publish the largest there takes longer than all the rest.
      ...lengths
        .slice(0, engines?.nats ? 2 : 0)
        .map((events) => ({ name: nameOf(events) + IN_NATS, isOurs: true as const })),
    ],

    async prepare(name, folder, onStop) {
      const events = lengths.find((each) => nameOf(each) === name.replace(IN_NATS, ""))!;
      const isInNats = name.endsWith(IN_NATS);
      const nats = isInNats ? borrowStream(engines!.nats!, onStop) : undefined;
      const { services, ...system } = await (nats === undefined
        ? openOurs(events, folder, onStop)
        : openStream(nats, events, folder, onStop));
      const bus = await prepareBus({ system, folder, lossTimeoutMs, onStop });
      return { bus, services };
    },

    async round({ bus, services }) {
      const load = { perSecond: PER_SECOND, forMs: steadyMs };
      const { acknowledged, delivered } = await bus.latencies(load);
      const hasBus = services.pid("event-bus") !== undefined;
      return {
        ...percentileFigures(acknowledgedIn, acknowledged),
        ...percentileFigures(deliveredIn, delivered),
        ...(hasBus && { "memory of the bus": await services.residentMb("event-bus") }),
        "memory of query": await services.residentMb("query"),
      };
    },

    check: ({ bus }) => bus.faults(),
  };
}

async function openOurs(events: number, folder: string, onStop: OnStop) {
  const services = await startServices({ dataFolder: folder, only: ["event-bus"], onStop });
  const start: System["start"] = (_, urls) => startWithPast(services, events, urls);
  return { ...ours, start, services };
}

async function openStream(nats: string, events: number, folder: string, onStop: OnStop) {
  const engines = { nats, replicas: 1 };
  const services = await startServices({ dataFolder: folder, only: [], engines, onStop });
  const start: System["start"] = async () => {
    await publishPast(nats, 0, events);
    await services.start("query");
    return { address: nats, stop: services.stop };
  };
  return { ...oursOverNats(nats), start, services };
}

// The past is published without subscribers; then all of them start with what comes next.
async function startWithPast(services: Services, events: number, urls: string[]) {
  await publishPast(services.url("event-bus"), 0, events);
  await services.start("query");
  await services.end("event-bus");
  const list = SUBSCRIBERS.map((name, i) => `${name}-bench:now=${urls[i]}`);
  const subscribers = [...list, `query:now=${services.url("query")}`];
  await services.start("event-bus", { SUBSCRIBERS: subscribers.join(",") });
  return { address: services.url("event-bus"), stop: services.stop };
}

function acknowledgedIn(p: string): string {
  return `acknowledged ${p}`;
}

function deliveredIn(p: string): string {
  return `delivered ${p}`;
}

function nameOf(events: number): string {
  return `${events.toLocaleString("en")} events`;
}
