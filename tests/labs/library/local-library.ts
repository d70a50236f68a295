// The library as `npm run lab:library` starts it.

import { system } from "../../../labs/library/system.ts";
import { type LocalSystem, startLocalSystem } from "../local-system.ts";

export type LocalLibrary = LocalSystem;

/** Resolves once it is ready. `settings` are for every process of it. */
export function startLocalLibrary(settings: Record<string, string> = {}): Promise<LocalLibrary> {
  return startLocalSystem(system, settings);
}
