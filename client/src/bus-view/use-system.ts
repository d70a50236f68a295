// Gives components the description of the system whose events they show.

import { createContext, useContext } from "react";
import type { System } from "../systems/system.ts";

export const SystemContext = createContext<System | null>(null);

export function useSystem(): System {
  const system = useContext(SystemContext);
  if (!system) throw new Error("useSystem needs a SystemContext around it");
  return system;
}
