// The engines past one machine, NATS, RabbitMQ and PostgreSQL, on servers that run already. What the benchmark puts there has a name
// of its own and is removed afterwards: what others keep there is neither read nor changed.

import { reasonOf } from "@blog/common/base/reason";
import { isRabbitMqUrl, isStreamUrl } from "@blog/common/base/stream-url";
import { wholeNumber } from "../infra/local/options.ts";
import type { Engines } from "../infra/local/scaled-services.ts";
import { borrowDatabase, versionOfPostgres } from "./own-database.ts";
import { borrowRabbitMqStream, versionOfRabbitMq } from "./own-rabbitmq-stream.ts";
import { borrowStream, versionOfNats } from "./own-stream.ts";
import type { OnStop } from "./workload.ts";

interface EngineOptions {
  nats?: string | undefined;
  rabbitmq?: string | undefined;
  postgres?: string | undefined;
  replicas: string;
}

/** None, if neither is named. Throws a RangeError for what cannot be an engine. */
export function parseEngines(options: EngineOptions): Engines | undefined {
  const { nats, rabbitmq, postgres } = options;
  const replicas = wholeNumber("--replicas", options.replicas, 1, 20);
  if (nats !== undefined && rabbitmq !== undefined)
    throw new RangeError("--nats or --rabbitmq, not both: the events are in one log.");
  if (rabbitmq !== undefined && !isRabbitMqUrl(rabbitmq))
    throw new RangeError("--rabbitmq must be the URL of a RabbitMQ server: amqp://…");
  if (nats !== undefined && (!isStreamUrl(nats) || isRabbitMqUrl(nats)))
    throw new RangeError("--nats must be the URL of a NATS server: nats://…");
  if (postgres !== undefined && !/^postgres(ql)?:/.test(postgres))
    throw new RangeError("--postgres must be the URL of a PostgreSQL: postgres://…");
  if (nats ?? rabbitmq ?? postgres) return { nats, rabbitmq, postgres, replicas };
  if (replicas > 1) throw new RangeError("--replicas needs --nats, --rabbitmq or --postgres.");
  return undefined;
}

/** The same engines, with a stream and a database in them that are the benchmark's own until it stops. */
export async function borrowEngines(
  { nats, rabbitmq, postgres, replicas }: Engines,
  onStop: OnStop,
): Promise<Engines> {
  return {
    nats: nats && borrowStream(nats, onStop),
    rabbitmq: rabbitmq && borrowRabbitMqStream(rabbitmq, onStop),
    postgres: postgres && (await borrowDatabase(postgres, onStop)),
    replicas,
  };
}

/** Their versions. Rejects, with a sentence, when one of them cannot be used. */
export async function examineEngines({ nats, rabbitmq, postgres }: Engines, onStop: OnStop) {
  return {
    nats: nats && (await versionOfNats(nats, onStop).catch(explain("--nats"))),
    rabbitmq: rabbitmq && (await versionOfRabbitMq(rabbitmq, onStop).catch(explain("--rabbitmq"))),
    postgres: postgres && (await versionOfPostgres(postgres, onStop).catch(explain("--postgres"))),
  };
}

/** As it stands in tables: "NATS and PostgreSQL, 3 of each". */
export function nameOfEngines({ nats, rabbitmq, postgres, replicas }: Engines): string {
  const names = [nats && "NATS", rabbitmq && "RabbitMQ", postgres && "PostgreSQL"]
    .filter(Boolean)
    .join(" and ");
  return replicas > 1 ? `${names}, ${replicas} of each` : names;
}

function explain(option: string) {
  return (error: unknown): never => {
    throw new Error(`${option} cannot be used: ${reasonOf(error)}`);
  };
}
