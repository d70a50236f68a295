// The state of each process of the system, seen from outside: whether it runs, and whether it reports that it is ready.

import { waitUntilUp } from "./readiness.ts";
import type { ServicePlan } from "./services.ts";

/** As the runner reports it, to the page and to the bus. The lab of the bus has a record of the same form, which it checks. */
export interface ServiceFact {
  kind: "service";
  name: string;
  state: "starting" | "up" | "stopped" | "crashed";
  pid: number | null;
  /** For people: "was killed (SIGKILL)", "starts again in 0.5 s". */
  detail?: string;
}

export interface ServiceBoard {
  all(): ServiceFact[];
  get(name: string): ServiceFact | undefined;
  /** It runs, and is up as soon as it is ready. */
  started(name: string, pid: number | undefined): void;
  /** It does not run any more. */
  ended(name: string, state: "stopped" | "crashed", detail: string): void;
  /** Something is being done to it. */
  remark(name: string, detail: string): void;
}

export function createServiceBoard(
  plans: ServicePlan[],
  onChange: (fact: ServiceFact) => void,
): ServiceBoard {
  const facts = new Map<string, ServiceFact>();
  const watches = new Map<string, AbortController>();

  function set(fact: Omit<ServiceFact, "kind">): void {
    const whole: ServiceFact = { kind: "service", ...fact };
    facts.set(fact.name, whole);
    onChange(whole);
  }

  async function watch(name: string, pid: number | null): Promise<void> {
    const url = plans.find((plan) => plan.name === name)?.url;
    const watching = new AbortController();
    watches.set(name, watching);
    const isUp = await waitUntilUp([{ name, url: `${url}/readyz` }], watching.signal);
    if (isUp) set({ name, state: "up", pid });
  }

  return {
    all: () => [...facts.values()],
    get: (name) => facts.get(name),
    started(name, pid = undefined) {
      watches.get(name)?.abort();
      set({ name, state: "starting", pid: pid ?? null });
      void watch(name, pid ?? null);
    },
    ended(name, state, detail) {
      watches.get(name)?.abort();
      set({ name, state, pid: null, detail });
    },
    remark(name, detail) {
      const known = facts.get(name);
      if (known) set({ ...known, detail });
    },
  };
}
