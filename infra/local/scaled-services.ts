// The same blog past one process each: what it is made of where NATS carries the events and PostgreSQL keeps the data. Only
// addresses differ; see docs/scaling.md.

import { withoutEmpty } from "@blog/common/base/environment";
import {
  isStreamUrl,
  missingServices,
  type PlanOptions,
  planServices,
  type ServiceAddress,
  type ServicePlan,
  serviceAddresses,
  urlVariable,
} from "./services.ts";
import { subscriberList } from "./subscriber-list.ts";

export interface Engines {
  /** nats://…; EVENT_BUS_URL may name it instead. */
  nats?: string | undefined;
  /** postgres://… */
  postgres?: string | undefined;
  /** How many processes of each service. */
  replicas: number;
}

export interface BlogPlan {
  /** What is started here. */
  plans: ServicePlan[];
  /** Every part of the blog, those that are not started here too. */
  addresses: ServiceAddress[];
}

const REPLICATED = ["posts", "comments", "query", "moderation"];

/** Those that own data. Query keeps a view, and each of its replicas its own; moderation keeps nothing. */
const WITH_DATABASE = ["posts", "comments"];

export function planScaledServices(
  { nats, postgres, replicas }: Engines,
  options: PlanOptions,
): BlogPlan {
  const env = withoutEmpty(options.env);
  const counts = Object.fromEntries(REPLICATED.map((name) => [name, replicas]));
  const scaled = { ...options, replicas: { ...counts, ...options.replicas } };
  const addresses = serviceAddresses(scaled);
  const stream = nats ?? (isStreamUrl(env.EVENT_BUS_URL ?? "") ? env.EVENT_BUS_URL : undefined);

  if (!stream && missingServices(scaled).includes("event-bus")) {
    throw new RangeError(
      "There is no event-bus/ here. Name another bus, such as the course's: EVENT_BUS_URL=http://localhost:4005",
    );
  }

  function urlsOf(service: string): string {
    return addresses
      .filter(({ folder }) => folder === service)
      .map(({ url }) => url)
      .join(",");
  }

  const settings = (service: string): Record<string, string> => {
    if (service === "client") {
      const urls = REPLICATED.map((name) => [urlVariable(name), urlsOf(name)]);
      return Object.fromEntries(urls.filter(([, list]) => list));
    }
    // A service that reads the stream itself must not receive the same events over HTTP as well.
    const subscribers = { SUBSCRIBERS: subscriberList(env.SUBSCRIBERS, []) };
    return {
      ...(stream && { EVENT_BUS_URL: stream, ...subscribers }),
      ...(postgres && WITH_DATABASE.includes(service) && { DATABASE_URL: postgres }),
    };
  };

  const plans = planServices(scaled).map((plan) => ({
    ...plan,
    env: { ...plan.env, ...settings(serviceOf(plan.name)) },
  }));
  return { plans, addresses };
}

function serviceOf(name: string): string {
  return name.replace(/-\d+$/, "");
}
