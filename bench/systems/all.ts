// All systems that can be compared, ours first.

import { courseBus } from "./course-bus.ts";
import type { Engines } from "../../infra/local/scaled-services.ts";
import { natsJetStream, natsJetStreamOn } from "./nats-jetstream.ts";
import { ours, oursOneByOne } from "./ours.ts";
import { oursOverNats, overNats } from "./ours-over-nats.ts";
import { oursOverRabbitMq, overRabbitMq } from "./ours-over-rabbitmq.ts";
import { postgresTable } from "./postgres-table.ts";
import { rabbitmqQuorum } from "./rabbitmq-quorum.ts";
import { rabbitMqStream, rabbitMqStreamOn } from "./rabbitmq-stream.ts";
import { redisStreams } from "./redis-streams.ts";
import type { Spoken, System } from "./system.ts";

const systems: System[] = [
  ours,
  oursOneByOne,
  courseBus,
  rabbitmqQuorum,
  natsJetStream,
  redisStreams,
  postgresTable,
];

/** With servers that run already, ours over them too, and raw JetStream or a bare stream beside it on the same ones. */
export function systemsWith(engines: Engines | undefined): System[] {
  const { nats, rabbitmq } = engines ?? {};
  if (rabbitmq !== undefined)
    return [...systems, rabbitMqStreamOn(rabbitmq), oursOverRabbitMq(rabbitmq)];
  if (nats === undefined) return systems;
  const others = systems.map((each) => (each === natsJetStream ? natsJetStreamOn(nats) : each));
  return [...others, oursOverNats(nats)];
}

export function findSystem(name: string): Spoken {
  const found = [...systems, overNats, rabbitMqStream, overRabbitMq].find(
    (system) => system.name === name,
  );
  if (!found) throw new Error(`There is no system called ${name}.`);
  return found;
}
