// `npm run parked`: lists the events that are parked (dead-lettered) where NATS or RabbitMQ carries them, and redrives or discards
// one. Our own bus has pages for this (/subscriptions/<name>/parked); the others keep them in the stream EVENTS_PARKED.

import { parseArgs } from "node:util";
import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { isPullBus, type PullBus } from "@blog/common/messaging/event-bus";
import type { ParkedDecision, ParkedEvent } from "@blog/common/delivery/parked-events";
import { chosenSystem } from "./chosen-system.ts";
import { orStop, wholeNumber } from "./options.ts";
import { harmless } from "./terminal.ts";

const HELP = `npm run parked -- --nats nats://localhost:4222 [what to do]
npm run parked -- --rabbitmq amqp://localhost [what to do]

  (nothing)                     lists what is parked, and why
  redrive <service> <position>  lets the service try once more, late; it is parked again if that fails
  discard <service> <position>  never delivers it to that service again`;

const system = await chosenSystem();
const STATES = new Map<string, ParkedDecision>([
  ["redrive", "redrive"],
  ["discard", "discarded"],
]);

const { values, positionals } = orStop(() =>
  parseArgs({
    options: {
      nats: { type: "string" },
      rabbitmq: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
    allowPositionals: true,
  }),
);
const [verb, service = "", positionText = ""] = positionals;
const state = verb === undefined ? undefined : STATES.get(verb);
const url = values.nats ?? values.rabbitmq;
if (values.help || !url || (verb !== undefined && !state)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

const bus = await connectEventBus(url);
if (!isPullBus(bus)) {
  console.error(`${url} is our own bus: look at /subscriptions/<name>/parked there.`);
  process.exit(1);
}
if (state)
  await decide(
    bus,
    orStop(() => wholeNumber("the position", positionText, 1, 2 ** 53)),
    state,
  );
else
  for (const name of [...system.subscribers, "event-bus"])
    (await bus.parked(name).all()).forEach((event) => show(name, event));
await bus.close();

async function decide(stream: PullBus, position: number, wanted: ParkedDecision): Promise<void> {
  const event = await stream
    .parked(service)
    .update(position, (known) => known && { ...known, state: wanted });
  if (!event) {
    console.error(`Nothing is parked for "${service}" at ${position}.`);
    process.exitCode = 1;
    return;
  }
  console.log(`${service} ${position}: ${wanted}`);
}

function show(name: string, { position, state: now, attempts, time, reason }: ParkedEvent): void {
  console.log(
    `${name} ${position}  ${now} since ${time}, after ${attempts} tries: ${harmless(reason)}`,
  );
}
