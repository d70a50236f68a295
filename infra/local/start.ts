// `npm start`: a whole system on this machine, the blog unless another one is named, as it would run anywhere: the client built, the services as they are.

import { isStreamUrl } from "@blog/common/base/stream-url";
import { readyBanner, startHelp } from "./banner.ts";
import { buildClientIfStale } from "./client-build.ts";
import { orStop, readOptions, wholeNumber } from "./options.ts";
import { chosenSystem } from "./chosen-system.ts";
import { prepare, run } from "./runner.ts";
import { serviceProcess } from "./service-process.ts";
import { planScaledServices } from "./scaled-services.ts";
import { dataFolderFrom } from "./services.ts";
import { warningsFor } from "./warnings.ts";

const system = await chosenSystem();
const countable = system.services.filter(({ secondPort }) => secondPort !== undefined);
const options = readOptions(startHelp(system), {
  ...Object.fromEntries(countable.map(({ name }) => [name, { type: "string" } as const])),
  reset: { type: "boolean", default: false },
  nats: { type: "string" },
  bus: { type: "string" },
  rabbitmq: { type: "string" },
  postgres: { type: "string" },
  ...(system.services.some(({ caches }) => caches) && { redis: { type: "string" } as const }),
  replicas: { type: "string", default: "1" },
});
// Those that only some systems have.
const given = new Map<string, unknown>(Object.entries(options));
const dataFolder = dataFolderFrom(system, process.env);
const { plans, addresses } = orStop(() => {
  const { nats = streamFrom(options.bus), rabbitmq, postgres } = options;
  const redis = given.get("redis");
  const replicas = wholeNumber("--replicas", options.replicas, 1, 20);
  return planScaledServices(
    system,
    { nats, rabbitmq, postgres, replicas, redis: typeof redis === "string" ? redis : undefined },
    { env: process.env, dataFolder, replicas: ownCounts() },
  );
});

const firstStart = await prepare({ system, plans }, dataFolder, options.reset);
if (plans.some(({ name }) => name === "client")) await buildClientIfStale();
await run({
  system,
  plans,
  addresses,
  toProcess: (plan) => serviceProcess(plan, process.env),
  firstStart,
  banner: async () => {
    const stream = options.nats ?? options.rabbitmq ?? options.bus;
    const warnings = await warningsFor(system, addresses, process.env, stream);
    return readyBanner({ system, addresses, dataFolder, warnings });
  },
});

/** `--bus`, of whichever kind of stream. A bus like ours is named by EVENT_BUS_URL. */
function streamFrom(bus: string | undefined): string | undefined {
  if (bus === undefined || isStreamUrl(bus)) return bus;
  throw new RangeError(
    `--bus is "${bus}"; it must be the URL of an event stream: nats://… or amqp://…`,
  );
}

/** `--comments 3`: of this service there are so many. */
function ownCounts(): Record<string, number> {
  return Object.fromEntries(
    countable.flatMap(({ name }) => {
      const count = given.get(name);
      return typeof count === "string" ? [[name, wholeNumber(`--${name}`, count, 1, 20)]] : [];
    }),
  );
}
