// Looks at all ports before anything is started: six services that fail one by one are hard to read.

import { portAdvice } from "./port-advice.ts";
import { portState } from "./ports.ts";
import { type OwnPort, portsOf } from "./service-ports.ts";
import type { ServicePlan } from "./services.ts";

/** After a hard kill of the runner its services need a moment to notice and to let go. */
const RELEASE_MS = 2000;

/** What is wrong with the ports, in words; empty when all are free. */
export async function checkPorts(plans: ServicePlan[], timeoutMs = RELEASE_MS): Promise<string[]> {
  const problems = await Promise.all(
    plans.flatMap(portsOf).map((own) => checkPort(own, Date.now() + timeoutMs)),
  );
  return problems.flat();
}

async function checkPort(own: OwnPort, giveUpAt: number): Promise<string[]> {
  const state = await portState(own.port);
  if (state === "free") return [];
  if (state === "taken" && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return checkPort(own, giveUpAt);
  }
  return portAdvice(own, state);
}
