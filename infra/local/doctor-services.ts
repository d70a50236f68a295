// Checks the services: which listen, which are ready, and which program holds a port that should be ours.

import { type Finding, good, note, wrong } from "./findings.ts";
import { portAdvice } from "./port-advice.ts";
import { portState } from "./ports.ts";
import { isUp } from "./readiness.ts";
import type { ServicePlan } from "./services.ts";

interface Condition {
  plan: ServicePlan;
  state: "ready" | "not ready" | "off" | "foreign" | "forbidden";
}

export async function examineServices(plans: ServicePlan[]): Promise<Finding[]> {
  const conditions = await Promise.all(plans.map(examine));
  if (conditions.length > 0 && conditions.every(({ state }) => state === "off")) {
    return [note("The blog does not run, and its ports are free.", "Start it with: npm start")];
  }
  return Promise.all(conditions.map(describe));
}

async function examine(plan: ServicePlan): Promise<Condition> {
  const state = await portState(plan.port);
  if (state === "free") return { plan, state: "off" };
  if (state === "forbidden") return { plan, state: "forbidden" };
  if (await isUp(`${plan.url}/readyz`)) return { plan, state: "ready" };
  return { plan, state: (await isUp(`${plan.url}/healthz`)) ? "not ready" : "foreign" };
}

async function describe({ plan, state }: Condition): Promise<Finding> {
  const { name, url } = plan;
  switch (state) {
    case "ready":
      return good(`${name} works: ${url}`);
    case "not ready":
      return wrong(
        `${name} runs, but cannot do its work yet: ${url}`,
        `Why: curl ${url}/readyz`,
        "It waits for the event bus if that does not run.",
      );
    case "off":
      return wrong(
        `${name} does not run, while others do: ${url}`,
        "Look at its last lines in the window of npm start; npm start starts all of them.",
      );
    default: {
      const [first = "", ...advice] = await portAdvice(plan, state === "foreign" ? "taken" : state);
      return wrong(
        `${first} It does not answer as ${name} would.`,
        ...advice.map((line) => line.trim()),
      );
    }
  }
}
