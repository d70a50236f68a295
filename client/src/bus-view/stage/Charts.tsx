// The bus in numbers: events per second, and how long deliveries take. The lag of each subscriber is beside its line in the
// log strip.

import type { Series } from "../history/measures.ts";
import { useBus } from "../use-bus.ts";
import styles from "./Charts.module.css";
import { TrendLine } from "./TrendLine.tsx";

export function Charts({ series }: { series: Series }) {
  const isRecorded = useBus(
    ({ connection, lab }) => lab?.recording === true || connection === "file",
  );
  const { events, p50, p99 } = series;

  return (
    <div className={styles.charts}>
      {/* The present second is still being counted. */}
      <Chart title="events/s" now={events.at(-2) ?? 0} values={events} />
      {isRecorded && <Chart title="delivery p50" unit=" ms" now={last(p50)} values={p50} />}
      {isRecorded && <Chart title="p99" unit=" ms" now={last(p99)} values={p99} />}
    </div>
  );
}

interface ChartProps {
  title: string;
  unit?: string;
  now: number | undefined;
  values: readonly (number | undefined)[];
}

function Chart({ title, unit = "", now, values }: ChartProps) {
  const known = values.filter((value) => value !== undefined);
  const inWords = (value: number | undefined) =>
    value === undefined ? "–" : `${rounded(value)}${unit}`;

  return (
    <span className={styles.chart} translate="no">
      {title} <b className={styles.value}>{inWords(now)}</b>
      <span className="visually-hidden">
        {" "}
        at most {inWords(known.length > 0 ? Math.max(...known) : undefined)} in the last minute
      </span>
      <TrendLine values={values} />
    </span>
  );
}

function last(values: readonly (number | undefined)[]): number | undefined {
  return values.findLast((value) => value !== undefined);
}

function rounded(value: number): string {
  return (value < 10 ? Math.round(value * 10) / 10 : Math.round(value)).toLocaleString("en");
}
