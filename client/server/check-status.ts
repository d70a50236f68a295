// Asks every service how it is. A service that does not answer is an answer too: this never fails.

import { BusStatus, type ServiceStatus, type StatusReport } from "./status-report.ts";

const patienceMs = 1500;

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
    const response = await ask(`${url}/readyz`);
    // A service of the course has no /readyz: it is up, and has nothing to say about more.
    if (response.ok || response.status === 404) {
      await response.body?.cancel();
      return { name, url, state: "ready" };
    }
    const problem: unknown = await response.json();
    return { name, url, state: "starting", ...detailOf(problem) };
  } catch {
    return { name, url, state: "down", detail: "does not answer" };
  }
}

async function checkBus(url: string): Promise<BusStatus | null> {
  try {
    const response = await ask(`${url}/subscriptions`);
    return BusStatus.parse(await response.json());
  } catch {
    return null;
  }
}

function ask(url: string): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(patienceMs), redirect: "error" });
}

function detailOf(problem: unknown): { detail?: string } {
  if (typeof problem !== "object" || problem === null || !("detail" in problem)) return {};
  return { detail: String(problem.detail) };
}
