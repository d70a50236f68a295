// Asks every service how it is. A service that does not answer is an answer too: this never fails.

import { ask } from "@blog/common/http/ask";
import { BusStatus, type ServiceStatus, type StatusReport } from "./status-report.ts";

const timeoutMs = 1500;

/** `services` in the order in which they are shown; `busUrl` is asked for its subscriptions as well. */
export async function checkStatus(
  services: Record<string, string>,
  busUrl: string,
): Promise<StatusReport> {
  const [bus, ...checked] = await Promise.all([
    checkBus(busUrl),
    ...Object.entries(services).map(([name, url]) => checkService(name, url)),
  ]);
  return { services: checked, bus };
}

async function checkService(name: string, url: string): Promise<ServiceStatus> {
  try {
    const { status, text } = await ask(`${url}/readyz`, { timeoutMs });
    // A service of the course has no /readyz: that it answers at all is all there is to know.
    if (status < 300 || status === 404) return { name, url, state: "ready" };
    return { name, url, state: "starting", ...detailOf(JSON.parse(text)) };
  } catch {
    return { name, url, state: "down", detail: "does not answer" };
  }
}

async function checkBus(url: string): Promise<StatusReport["bus"]> {
  try {
    const { status, text } = await ask(`${url}/subscriptions`, { timeoutMs });
    // A bus of the course delivers, and keeps no list of subscribers.
    if (status === 404) return "without subscriptions";
    return BusStatus.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function detailOf(problem: unknown): { detail?: string } {
  if (typeof problem !== "object" || problem === null || !("detail" in problem)) return {};
  return { detail: String(problem.detail) };
}
