// One row of the sequence: an event published to the bus, a delivery to a subscriber, or a pause.

import type { KeyboardEvent } from "react";
import { markAfter } from "../history/mark-after.ts";
import { type Delivery, type Mark, type Picture, unseen } from "../history/picture.ts";
import { useSystem } from "../use-system.ts";
import { colourOf } from "./event-type.ts";
import { BUS_LANE, laneX, placeLabel } from "./lanes.ts";
import { MarkOutline } from "./MarkSign.tsx";
import { numberOf } from "./mark-shapes.ts";
import { markInWords } from "./mark-words.ts";
import type { SequenceRow } from "./sequence-rows.ts";
import styles from "./SequenceView.module.css";

interface SequenceArrowProps {
  row: SequenceRow;
  picture: Picture;
  lanes: readonly string[];
  size: { width: number; height: number; top: number; unit: number };
  /** The keyboard stops here. */
  isStop: boolean;
  selected: number | undefined;
  onChoose: (row: SequenceRow) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export function SequenceArrow(props: SequenceArrowProps) {
  const { row, picture, lanes, size, isStop, selected, onChoose, onKeyDown } = props;
  const { width, height, top, unit } = size;
  const { eventTypes } = useSystem();
  if (row.kind === "pause") {
    return (
      <li className={styles.pause} style={{ top, height }} translate="no">
        <span>
          {row.ms < 60_000
            ? `${(row.ms / 1000).toFixed(1)} s`
            : `${Math.round(row.ms / 60_000)} min`}{" "}
          later
        </span>
      </li>
    );
  }

  const xOf = (name: string) => {
    const index = lanes.indexOf(name);
    return index === -1 ? 0 : laneX(index, lanes.length, width, unit);
  };
  const isPublish = row.kind === "publish";
  const positions = isPublish ? [row.event.position] : row.delivery.positions;
  const [first = 0] = positions;
  const type = isPublish ? row.event.type : picture.events.get(first)?.type;
  const what =
    positions.length > 1
      ? `${positions.length} events from #${first}`
      : `${type ?? "event"} #${first}`;
  const mark = isPublish ? undefined : markFor(row.delivery, first);
  const from = isPublish ? xOf(row.event.source) : xOf(BUS_LANE);
  const to = isPublish ? xOf(BUS_LANE) : xOf(row.delivery.subscriber);
  const label = placeLabel(what, `#${first}`, { from, to, width, unit });
  const ended = isPublish ? undefined : row.delivery.ended;
  const direction = isPublish ? `${row.event.source} publishes` : `to ${row.delivery.subscriber}`;
  const outcome = mark ? `: ${markInWords(mark)}${ended ? `, ${duration(ended.ms)}` : ""}` : "";
  const side = to > from ? 1 : -1;
  const middle = height / 2 + 5;

  return (
    <li className={styles.row} style={{ top, height }} translate="no">
      <button
        type="button"
        aria-label={`${direction} ${what}${outcome}`}
        aria-pressed={selected !== undefined && positions.includes(selected)}
        tabIndex={isStop ? 0 : -1}
        data-key={row.key}
        onClick={() => onChoose(row)}
        onKeyDown={onKeyDown}
      >
        <svg
          width={width}
          height={height}
          aria-hidden="true"
          style={{ color: colourOf(eventTypes, type) }}
        >
          {lanes.map((name) => (
            <line
              key={name}
              x1={xOf(name)}
              x2={xOf(name)}
              y1="0"
              y2={height}
              className={styles.lane}
            />
          ))}
          <line x1={from} x2={to - side * 9} y1={middle} y2={middle} className={styles.arrow} />
          <path
            d={`M${to - side * 15} ${middle - 4}L${to - side * 9} ${middle}L${to - side * 15} ${middle + 4}`}
            className={styles.arrow}
          />
          <text x={label.x} y={middle - 5} className={styles.label} textAnchor={label.anchor}>
            {label.text}
          </text>
          {mark && (
            <g transform={`translate(${to - 8} ${middle - 8})`}>
              <circle cx="8" cy="8" r="9" className={styles.ground} />
              <MarkOutline mark={mark} />
            </g>
          )}
          {ended && (
            <text
              x={to + side * (mark && numberOf(mark) ? 28 : 18)}
              y={middle + 4}
              className={styles.ms}
              data-side={side > 0 ? "right" : "left"}
            >
              {duration(ended.ms)}
            </text>
          )}
        </svg>
      </button>
    </li>
  );
}

/** The result of this delivery alone, without later ones. */
function markFor({ ended, attempt: attempts, reason }: Delivery, position: number): Mark {
  if (ended) return markAfter(undefined, ended, ended.positions.indexOf(position), false);
  return { ...unseen("in-flight"), attempts, reason };
}

function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 100 ? `${Math.round(ms * 10) / 10} ms` : `${Math.round(ms)} ms`;
}
