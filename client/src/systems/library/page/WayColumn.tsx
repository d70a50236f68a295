// One of the two ways: how fast and how often it answers, how old the answer is, and the answer itself.

import { State } from "../../../services/State.tsx";
import type { Way } from "../catalogue.ts";
import type { Comparison, WayState } from "./asking/comparison.ts";
import { seenAfterMs } from "./asking/rename.ts";
import { medianMs, shareAnswered, trendOf } from "./asking/samples.ts";
import { chartInWords } from "./chart/chart-in-words.ts";
import { LatencyChart } from "./chart/LatencyChart.tsx";
import { ageInWords, milliseconds } from "./figures-in-words.ts";
import { FirstBooks } from "./FirstBooks.tsx";
import styles from "./WayColumn.module.css";
import { WAYS_IN_WORDS } from "./ways.ts";

interface WayColumnProps {
  way: Way;
  comparison: Comparison;
}

export function WayColumn({ way, comparison }: WayColumnProps) {
  const { now, rename } = comparison;
  const state = comparison.ways[way];
  const { samples, newest } = state;
  const { name, means, about, timeOf } = WAYS_IN_WORDS[way];
  const median = medianMs(samples, now);
  const share = shareAnswered(samples);
  const seenAfter = rename && seenAfterMs(rename, way);
  const isOld = trendOf(samples) === "fails";

  return (
    <section className={styles.column} aria-labelledby={`way-${way}`}>
      <div className={styles.head}>
        <h2 className={styles.title} id={`way-${way}`}>
          <span>{name}</span> <span className={styles.means}>{means}</span>
        </h2>
        <StateOf samples={samples} />
      </div>
      <p className={styles.about}>{about}</p>
      <LatencyChart samples={samples} now={now} label={chartInWords(samples, now)} />
      <p className={styles.failure}>{failureInWords(state)}</p>
      <dl className={styles.figures}>
        <Figure label="Median latency" unit="ms" look="large">
          {median === undefined ? undefined : milliseconds(median)}
        </Figure>
        <Figure label={`Answered of ${share?.of ?? 50}`} unit="%" look="large">
          {share?.percent}
        </Figure>
        <Figure label="Calls per answer" look="large">
          {newest?.answer.calls}
        </Figure>
        <Figure label={timeOf}>{ageOf(newest)}</Figure>
        <Figure label="Rename seen after" unit="ms">
          {seenAfter === undefined ? undefined : milliseconds(seenAfter)}
        </Figure>
      </dl>
      <FirstBooks books={newest?.answer.books} rename={rename} isOld={isOld} />
    </section>
  );
}

function StateOf({ samples }: Pick<WayState, "samples">) {
  const trend = trendOf(samples);
  if (!trend) return <State kind="busy" word="asks" />;
  if (trend === "answers") return <State kind="good" word="answers" />;
  return <State kind="bad" word={trend === "fails" ? "no answer" : "not each time"} />;
}

/** Why the last question has no answer, and how long that took to know; empty when it has one. */
function failureInWords({ samples, failure }: WayState): string {
  const tookMs = samples.at(-1)?.tookMs ?? 0;
  return failure ? `After ${milliseconds(tookMs)} ms: ${failure}` : "";
}

interface FigureProps {
  label: string;
  unit?: string;
  look?: "large" | "small";
  /** Undefined while there is none. */
  children: string | number | undefined;
}

function Figure({ label, unit, look = "small", children }: FigureProps) {
  return (
    <div className={styles[look]}>
      <dt>{label}</dt>
      <dd>
        <span>{children ?? "–"}</span>
        {unit && children !== undefined && <span className={styles.unit}>{unit}</span>}
      </dd>
    </div>
  );
}

function ageOf(newest: WayState["newest"]): string | undefined {
  const { asOf } = newest?.answer ?? {};
  return asOf ? ageInWords(Date.now() - Date.parse(asOf)) : undefined;
}
