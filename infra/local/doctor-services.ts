// Checks the services: which listen, which are ready, and which program holds a port that should be ours.

import { type Finding, good, note, wrong } from "./findings.ts";
import { portAdvice } from "./port-advice.ts";
import { portState } from "./ports.ts";
import { isUp } from "./readiness.ts";
import type { System } from "../systems/system.ts";
import { type OwnPort, portsOf } from "./service-ports.ts";
import type { ServicePlan } from "./services.ts";

type Condition = { plan: ServicePlan } & (
  | { state: "ready" | "not ready" | "off" }
  | { state: "blocked"; port: OwnPort; portState: "taken" | "forbidden" }
);

export async function examineServices(system: System, plans: ServicePlan[]): Promise<Finding[]> {
  const conditions = await Promise.all(plans.map(examine));
  if (conditions.length > 0 && conditions.every(({ state }) => state === "off")) {
    return [
      note(`The ${system.name} does not run, and its ports are free.`, "Start it with: npm start"),
    ];
  }
  return Promise.all(conditions.map(describe));
}

async function examine(plan: ServicePlan): Promise<Condition> {
  if ((await portState(plan.port)) === "taken") {
    if (await isUp(`${plan.url}/readyz`)) return { plan, state: "ready" };
    if (await isUp(`${plan.url}/healthz`)) return { plan, state: "not ready" };
  }
  for (const port of portsOf(plan)) {
    const state = await portState(port.port);
    if (state !== "free") return { plan, state: "blocked", port, portState: state };
  }
  return { plan, state: "off" };
}

async function describe(condition: Condition): Promise<Finding> {
  const { name, url } = condition.plan;
  switch (condition.state) {
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
    case "blocked": {
      const { port, portState: state } = condition;
      const [first = "", ...advice] = await portAdvice(port, state);
      return wrong(
        `${first} It does not answer as ${name} would.`,
        ...advice.map((line) => line.trim()),
      );
    }
  }
}
