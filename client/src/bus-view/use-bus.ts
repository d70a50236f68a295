// Gives components the bus's store, and the part of its state that they draw.

import { createContext, useContext, useSyncExternalStore } from "react";
import type { BusState } from "./history/bus-state.ts";
import type { BusStore } from "./history/bus-store.ts";

export const BusContext = createContext<BusStore | null>(null);

export function useBusStore(): BusStore {
  const store = useContext(BusContext);
  if (!store) throw new Error("useBusStore needs a BusContext around it");
  return store;
}

/** Draws again when what `select` returns has changed. It must return a part of the state, or a primitive: nothing new. */
export function useBus<T>(select: (state: BusState) => T): T {
  const store = useBusStore();
  return useSyncExternalStore(store.subscribe, () => select(store.getSnapshot()));
}
