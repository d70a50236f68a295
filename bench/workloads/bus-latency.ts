// Workload 2: how long an event takes from being published until the last of four subscribers has it.

import type { Engines } from "../../infra/local/scaled-services.ts";
import type { BusSubject } from "../bus-subject.ts";
import type { Scale } from "../scale.ts";
import { systemsWith } from "../systems/all.ts";
import type { Figures, Workload } from "../workload.ts";
import { amongBuses } from "./buses.ts";
import { percentileFigures, percentileMeasures } from "./percentiles.ts";

const RATES = [200, 1000];

export function busLatency(scale: Scale, engines?: Engines): Workload<BusSubject> {
  return {
    number: 2,
    title: "Bus latency: from publish to the last of four subscribers",
    explanation: "Events are published at a steady rate, whether or not those before are done.",
    measures: RATES.flatMap((rate) => percentileMeasures(at(rate))),
    goals: [
      { measure: at(200)("p50"), times: 1, as: "RabbitMQ quorum" },
      { measure: at(200)("p99"), times: 1, as: "RabbitMQ quorum" },
    ],

    async round(subject) {
      const figures: Figures = {};
      for (const perSecond of RATES) {
        const { delivered } = await subject.latencies({ perSecond, forMs: scale.steadyMs });
        Object.assign(figures, percentileFigures(at(perSecond), delivered));
      }
      return figures;
    },

    ...amongBuses(systemsWith(engines), scale),
  };
}

function at(rate: number) {
  return (p: string) => `${p} at ${rate}/s`;
}
