// One subscriber's line under the log: its deliveries, its cursor, and its lag.

import { memo } from "react";
import { markOf, type SubscriberPicture } from "../history/picture.ts";
import { useBusStore } from "../use-bus.ts";
import styles from "./LogStrip.module.css";
import { MarkOutline } from "./MarkSign.tsx";
import { markInWords } from "./mark-words.ts";
import { statesOf } from "./node-state.ts";
import { StateSign } from "./StateSign.tsx";
import { StripLag } from "./StripLag.tsx";

interface StripRowProps {
  subscriber: SubscriberPicture;
  positions: readonly number[];
  cell: number;
  tail: number;
  selected: number | undefined;
  viewing: number | "live";
  trend: readonly number[];
  /** The bus's facts are current; otherwise they are the last ones received. */
  isCurrent: boolean;
}

export const StripRow = memo(function StripRow(props: StripRowProps) {
  const { subscriber, positions, cell, tail, selected, viewing, trend, isCurrent } = props;
  const { name, fact } = subscriber;
  const store = useBusStore();
  const [from = 1] = positions;
  const width = positions.length * cell;
  const height = cell;
  // The cursor is drawn behind the last event that was handled.
  const reached = Math.min(width, Math.max(0, (fact.cursor - from + 1) * cell));
  const scale = (cell * 0.6) / 16;
  const [state] = statesOf(fact, undefined, isCurrent);

  return (
    <>
      <button
        type="button"
        className={styles.name}
        translate="no"
        title={state?.word}
        onClick={() => store.select({ kind: "subscriber", name })}
      >
        {name}
        {state && state.tone !== "good" && <StateSign state={state} look="sign" />}
      </button>
      <div className={styles.cells}>
        <svg className={styles.row} width={width} height={height} aria-hidden="true">
          {selected !== undefined && (
            <rect
              x={(selected - from) * cell}
              width={cell}
              height={height}
              className={styles.selected}
            />
          )}
          <rect x={reached} width={width - reached} height={height} className={styles.gap} />
          <line x1="0" x2={reached} y1={height - 3} y2={height - 3} className={styles.served} />
          {positions.map((position, index) => {
            const mark = markOf(subscriber, position);
            if (mark.kind === "ahead") return null;
            const isAfter = viewing !== "live" && position > viewing;
            return (
              <g
                key={position}
                transform={`translate(${(index + 0.5) * cell - 8 * scale} ${height / 2 - 2 - 8 * scale}) scale(${scale})`}
                opacity={isAfter ? 0.45 : undefined}
              >
                <title>{`#${position} at ${name}: ${markInWords(mark)}`}</title>
                <rect width="16" height="16" fill="transparent" />
                <MarkOutline mark={mark} />
              </g>
            );
          })}
          {fact.cursor >= from - 1 && fact.cursor <= (positions.at(-1) ?? 0) && (
            <path
              d={`M${reached} ${height - 9}l5 8h-10z`}
              className={styles.caret}
              data-behind={fact.cursor < tail}
            />
          )}
        </svg>
      </div>
      <StripLag subscriber={subscriber} trend={trend} />
    </>
  );
});
