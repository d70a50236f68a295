// Metrics of numbers that are kept anyway: they are read when Prometheus asks.

import { Counter, Gauge, type Registry } from "prom-client";

export function addGauge(
  registry: Registry,
  name: string,
  help: string,
  read: () => Promise<number> | number,
): void {
  const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect });

  async function collect(): Promise<void> {
    gauge.set(await read());
  }
}

/** For a number that only grows. The counter begins at 0, whatever it is now. */
export function addCounter(
  registry: Registry,
  name: string,
  help: string,
  read: () => number,
): void {
  let counted = read();
  const counter: Counter = new Counter({ name, help, registers: [registry], collect });

  function collect(): void {
    const current = read();
    counter.inc(current - counted);
    counted = current;
  }
}
