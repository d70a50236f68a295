// Lighting: a system as small as one can be. Switches publishes, lights shows, a bus between them and a gateway in front.

import type { System } from "../../../infra/systems/system.ts";
import { contracts } from "./contracts.ts";

const folder = "tests/system/lighting";

export const system: System<typeof contracts> = {
  name: "lighting",
  title: "Lighting",
  description: "Lamps that are switched on and off",
  dataFolder: ".data/lighting",
  services: [
    { name: "event-bus", folder: "event-bus", entry: "src/main.ts", port: 31_005 },
    { name: "switches", folder, entry: "switches.ts", port: 31_001, keeps: "data" },
    {
      name: "lights",
      folder,
      entry: "lights.ts",
      port: 31_002,
      secondPort: 31_012,
      keeps: "view",
      without: "it stays dark",
    },
    { name: "client", folder, entry: "gateway.ts", port: 31_000 },
  ],
  subscribers: ["lights"],
  env: (service): Record<string, string> => (service === "lights" ? { BULB: "warm white" } : {}),
  routes: [
    { methods: ["POST"], paths: ["/lamps/:id"], service: "switches" },
    { methods: ["GET"], paths: ["/lamps"], service: "lights" },
  ],
  contracts,
  travels: {
    LampSwitched: {
      summary: "A lamp is on, or off.",
      publishedBy: "switches",
      consumedBy: ["lights"],
      example: { id: "hall", isOn: true },
    },
  },
};
