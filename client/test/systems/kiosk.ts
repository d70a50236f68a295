// A system that exists in tests alone: a kiosk that sells tea. All that it has in common with the blog is the bus.

import { z } from "zod";
import type { Step, System } from "../../src/systems/system.ts";

const at = (code: string) => ({ file: "kiosk/app.ts", code });
const step = (label: string): Step => ({
  ...{ label, needs: "system" },
  does: async () => "A cup is ordered.",
});

export const kiosk: System = {
  noun: "kiosk",
  act: "order a cup",
  services: new Map([
    ["till", { home: "left", about: "Takes orders.", aboutReplica: "One more till." }],
    ["kettle", { home: "right", about: "Boils the water.", canRebuild: true }],
  ]),
  deploymentOf: (service) => `kiosk-${service}`,
  eventTypes: new Map([
    [
      "TeaOrdered",
      {
        letter: "T",
        colour: "violet",
        contract: z.object({ cup: z.string(), sugar: z.number().default(2) }),
        declared: at("TeaOrdered"),
        published: [at("till")],
        handled: [at("kettle")],
      },
    ],
    [
      "TeaServed",
      {
        letter: "S",
        colour: "green",
        contract: z.object({ cup: z.string() }),
        declared: at("TeaServed"),
        published: [at("kettle")],
        handled: [],
      },
    ],
  ]),
  summaryOf: ({ cup }) => (typeof cup === "string" ? `a ${cup} cup` : ""),
  experiments: [
    { title: "See tea made", steps: [step("Order a cup")] },
    { title: "See what is parked", steps: [{ label: "Show it", opens: "parked" }] },
  ],
  parking: {
    wrongEvent: { about: "Tea without a cup.", step: step("Forget the cup") },
    wrongSubscriber: { about: "The kettle is broken.", step: step("Break it") },
  },
  poison: () => ({ type: "TeaServed", data: { cup: "" } }),
  suggestFields: (recent) => [["cup", `not like ${[...recent].length} others`]],
  load: {
    about: "Orders, one after the other.",
    unit: "Orders",
    begin: async () => ({ facts: { Till: "the first" }, send: async () => {} }),
  },
  glossary: [["Cup", "What tea is in."]],
};
