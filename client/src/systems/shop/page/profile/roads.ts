// One fact, two roads: a new address reaches open orders because order-service receives the event, and the owner in products
// because worker-service receives it and calls product-service. Both are asked again and again, and the time until each shows
// it is measured in the page, from user-service's answer on.

import { createStore, type Store } from "../../../../ui/store.ts";

export type RoadName = "orders" | "products";

export interface Road {
  /** idle: there is nothing on this road that could change. */
  state: "idle" | "waits" | "arrived";
  /** Until it arrived, or so far. */
  ms: number;
}

export type Roads = Record<RoadName, Road>;

/** Whether it is seen at the end of the road; undefined for a road that has nothing to show it. */
type Look = (() => Promise<boolean>) | undefined;

export const ROADS: readonly RoadName[] = ["orders", "products"];
const PAUSE_MS = 15;
/** After so long it is no matter of milliseconds any more. */
const QUICKLY_FOR_MS = 3000;
const SLOW_PAUSE_MS = 500;

export interface RoadsMeter {
  /** Undefined before the first measurement. */
  state: Store<Roads | undefined>;
  /** Measures from now on. Ends the measurement before, if it has not ended by itself. */
  measure(looks: Record<RoadName, Look>): Promise<void>;
  stop(): void;
}

export function createRoadsMeter(now: () => number = () => performance.now()): RoadsMeter {
  const state = createStore<Roads | undefined>(undefined);
  let run = new AbortController();

  function set(name: RoadName, road: Road): void {
    const roads = state.get();
    if (roads) state.set({ ...roads, [name]: road });
  }

  async function follow(name: RoadName, look: Look, signal: AbortSignal): Promise<void> {
    if (!look) return;
    const startedAt = now();
    while (!signal.aborted) {
      // A service that does not answer has not shown it yet.
      const isShown = await look().catch(() => false);
      if (signal.aborted) return;
      const ms = now() - startedAt;
      set(name, { state: isShown ? "arrived" : "waits", ms });
      if (isShown) return;
      await pause(ms < QUICKLY_FOR_MS ? PAUSE_MS : SLOW_PAUSE_MS);
    }
  }

  return {
    state,

    async measure(looks) {
      run.abort();
      run = new AbortController();
      const { signal } = run;
      const first = (look: Look): Road => ({ state: look ? "waits" : "idle", ms: 0 });
      state.set({ orders: first(looks.orders), products: first(looks.products) });
      await Promise.all(ROADS.map((name) => follow(name, looks[name], signal)));
    },

    stop: () => run.abort(),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
