// What the page of a system shows beside the bus and the services: loaded with it, long before the description of its events.

import type { ComponentType } from "react";
import type { Site } from "../ui/site.ts";

export interface SystemPage {
  site: Site;
  /** At "/". Without it, "/" leads to the bus. */
  Home?: ComponentType;
}
