// A process in words.

import type { ServiceFact } from "@blog/event-bus/lab/records";

export function processInWords(service: ServiceFact | undefined): string {
  if (!service) return "nothing is known of it yet";
  const { state, pid, detail } = service;
  const words = {
    starting: "starting",
    up: "up",
    stopped: "stopped",
    crashed: "crashed",
  }[state];
  return [words, pid !== null && `process ${pid}`, detail].filter(Boolean).join(" · ");
}
