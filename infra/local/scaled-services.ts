// The same blog past one process each: what it is made of where NATS carries the events and PostgreSQL keeps the data. Only
// addresses differ; see docs/scaling.md.

import { type PlanOptions, planServices, type ServicePlan } from "./services.ts";

export interface Engines {
  /** nats://… */
  nats?: string | undefined;
  /** postgres://… */
  postgres?: string | undefined;
  /** How many processes of each service. */
  replicas: number;
}

const REPLICATED = ["posts", "comments", "query", "moderation"];

/** Those that own data. Query keeps a view, and each of its replicas its own; moderation keeps nothing. */
const WITH_DATABASE = ["posts", "comments"];

export function planScaledServices(
  { nats, postgres, replicas }: Engines,
  options: PlanOptions,
): ServicePlan[] {
  const counts = Object.fromEntries(REPLICATED.map((name) => [name, replicas]));
  const plans = planServices({ ...options, replicas: { ...counts, ...options.replicas } });

  function urlsOf(service: string): string {
    return plans
      .filter(({ name }) => serviceOf(name) === service)
      .map(({ url }) => url)
      .join(",");
  }

  const settings = (service: string): Record<string, string> => {
    if (service === "client") {
      const addresses = REPLICATED.map((name) => [`${name.toUpperCase()}_URL`, urlsOf(name)]);
      return Object.fromEntries(addresses);
    }
    // Whoever hears from the stream by himself must not be told over HTTP as well.
    const subscribers = { SUBSCRIBERS: options.env.SUBSCRIBERS ?? "none" };
    return {
      ...(nats && { EVENT_BUS_URL: nats, ...subscribers }),
      ...(postgres && WITH_DATABASE.includes(service) && { DATABASE_URL: postgres }),
    };
  };

  return plans.map((plan) => ({
    ...plan,
    env: { ...plan.env, ...settings(serviceOf(plan.name)) },
  }));
}

function serviceOf(name: string): string {
  return name.replace(/-\d+$/, "");
}
