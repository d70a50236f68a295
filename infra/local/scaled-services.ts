// The same system past one process each: what it is made of where NATS or RabbitMQ carries the events, PostgreSQL keeps the data and
// Redis what is cached. Only addresses differ; see docs/scaling.md.

import { isStreamUrl } from "@blog/common/base/stream-url";
import { withoutEmpty } from "@blog/common/base/environment";
import type { System } from "../systems/system.ts";
import {
  missingServices,
  type PlanOptions,
  planServices,
  type ServiceAddress,
  type ServicePlan,
  serviceAddresses,
} from "./services.ts";
import { urlVariable } from "../systems/variables.ts";
import { subscriberList } from "./subscriber-list.ts";

export interface Engines {
  /** nats://…; EVENT_BUS_URL may name it instead. */
  nats?: string | undefined;
  /** amqp://…, in place of NATS; EVENT_BUS_URL may name it instead. */
  rabbitmq?: string | undefined;
  /** postgres://… */
  postgres?: string | undefined;
  /** redis://…; REDIS_URL may name it instead. */
  redis?: string | undefined;
  /** How many processes of each service. */
  replicas: number;
}

export interface SystemPlan {
  /** What is started here. */
  plans: ServicePlan[];
  /** Every part of the system, those that are not started here too. */
  addresses: ServiceAddress[];
}

export function planScaledServices(
  system: System,
  { nats, rabbitmq, postgres, redis, replicas }: Engines,
  options: PlanOptions,
): SystemPlan {
  if (nats && rabbitmq)
    throw new RangeError("--nats or --rabbitmq, not both: the events are in one log.");
  const env = withoutEmpty(options.env);
  const replicated = system.services.filter(({ secondPort }) => secondPort !== undefined);
  const counts = Object.fromEntries(replicated.map(({ name }) => [name, replicas]));
  const scaled = { ...options, replicas: { ...counts, ...options.replicas } };
  const addresses = serviceAddresses(system, scaled);
  const stream =
    nats ?? rabbitmq ?? (isStreamUrl(env.EVENT_BUS_URL ?? "") ? env.EVENT_BUS_URL : undefined);

  if (!stream && missingServices(system, scaled).includes("event-bus")) {
    throw new RangeError(
      "There is no event-bus/ here. Name another bus, such as the course's: EVENT_BUS_URL=http://localhost:4005",
    );
  }

  function urlsOf(name: string): string {
    return addresses
      .filter(({ service }) => service === name)
      .map(({ url }) => url)
      .join(",");
  }

  const cached = system.services.filter(({ caches }) => caches).map(({ name }) => name);
  const settings = ({ service, keeps }: ServicePlan): Record<string, string> => {
    if (service === "client") {
      const urls = replicated.map(({ name }) => [urlVariable(name), urlsOf(name)]);
      return Object.fromEntries(urls.filter(([, list]) => list));
    }
    // A service that reads the stream itself must not receive the same events over HTTP as well.
    const subscribers = { SUBSCRIBERS: subscriberList(env.SUBSCRIBERS, []) };
    return {
      ...(stream && { EVENT_BUS_URL: stream, ...subscribers }),
      // A view is not shared: each replica builds its own.
      ...(postgres && keeps === "data" && { DATABASE_URL: postgres }),
      ...(redis && cached.includes(service) && { REDIS_URL: redis }),
    };
  };

  const plans = planServices(system, scaled).map((plan) => ({
    ...plan,
    env: { ...plan.env, ...settings(plan) },
  }));
  return { plans, addresses };
}
