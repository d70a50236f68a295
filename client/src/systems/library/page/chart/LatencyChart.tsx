// The latency of the last 20 seconds: answers as a line, each question without an answer as a red cross.

import { useState } from "react";
import type { Sample } from "../asking/samples.ts";
import styles from "./LatencyChart.module.css";
import { pathOf, TICKS, xOf, yOf } from "./latency-scale.ts";

interface LatencyChartProps {
  samples: readonly Sample[];
  /** Its right edge. */
  now: number;
  /** For readers who do not see it. */
  label: string;
}

export function LatencyChart({ samples, now, label }: LatencyChartProps) {
  const [hasLessMotion] = useState(
    () => window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  );
  const edge = hasLessMotion ? Math.ceil(now / STEP_MS) * STEP_MS : now;
  const failures = samples.filter(({ isAnswered }) => !isAnswered);

  return (
    <div className={styles.chart}>
      <p className="visually-hidden">{label}</p>
      <div className={styles.scale} aria-hidden="true">
        {TICKS.map(({ ms, label: tick }) => (
          <span key={ms} className={styles.tick} style={{ top: `${yOf(ms)}%` }}>
            {tick}
          </span>
        ))}
      </div>
      <svg className={styles.plot} aria-hidden="true">
        {TICKS.map(({ ms }) => (
          <line key={ms} className={styles.rule} x2="100%" y1={`${yOf(ms)}%`} y2={`${yOf(ms)}%`} />
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          <path className={styles.line} d={pathOf(samples, edge)} />
        </svg>
        {failures.map(({ endedAt, tookMs }) => (
          <svg
            key={endedAt}
            className={styles.failure}
            x={`${xOf(endedAt, edge)}%`}
            y={`${yOf(tookMs)}%`}
          >
            <path d="M-3.5-3.5l7 7m0-7l-7 7" />
          </svg>
        ))}
      </svg>
      <div className={styles.time} aria-hidden="true">
        <span>20 s ago</span>
        <span className={styles.legend}>
          <svg viewBox="0 0 10 10" width="10" height="10">
            <path d="M1.5 1.5l7 7m0-7l-7 7" />
          </svg>
          <span>no answer</span>
        </span>
        <span>now</span>
      </div>
    </div>
  );
}

/** For readers who want less motion, it moves on in steps. */
const STEP_MS = 2000;
