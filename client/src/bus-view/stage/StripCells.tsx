// The events in sight, one cell each: the letter of its type, and its position. One stop for the keyboard; arrows go from
// event to event, also to those out of sight.

import { type KeyboardEvent, useEffect, useRef } from "react";
import { useSystem } from "../use-system.ts";
import { colourOf, letterOf } from "./event-type.ts";
import styles from "./StripCells.module.css";

interface StripCellsProps {
  positions: readonly number[];
  typeOf: (position: number) => string | undefined;
  /** Width of a cell, in pixels. */
  cell: number;
  /** How many pixels a sixteenth of the text size is. */
  unit: number;
  first: number;
  tail: number;
  selected: number | undefined;
  viewing: number | "live";
  onPick: (position: number) => void;
}

export function StripCells(props: StripCellsProps) {
  const { positions, typeOf, cell, unit, first, tail, selected, viewing, onPick } = props;
  const { eventTypes } = useSystem();
  const list = useRef<HTMLOListElement>(null);
  const isInSight = selected !== undefined && positions.includes(selected);
  const stop = isInSight ? selected : positions.at(-1);
  // A number needs about seven pixels a digit and some air: where it has not, only every fifth cell is numbered.
  const isTight = String(tail).length * 7 + 6 > cell / unit;

  // The arrow keys move the selection: the focus follows.
  useEffect(() => {
    if (selected === undefined || !list.current?.contains(document.activeElement)) return;
    list.current.querySelector<HTMLElement>(`[data-position="${selected}"]`)?.focus();
  }, [selected]);

  function move(event: KeyboardEvent): void {
    const at = Number(event.currentTarget.getAttribute("data-position"));
    const next = new Map([
      ["ArrowLeft", at - 1],
      ["ArrowRight", at + 1],
      ["Home", first],
      ["End", tail],
    ]).get(event.key);
    if (next === undefined) return;
    event.preventDefault();
    onPick(Math.min(tail, Math.max(first, next)));
  }

  return (
    <ol ref={list} className={styles.cells} translate="no" aria-label="Events in the log">
      {positions.map((position, index) => {
        const type = typeOf(position);
        return (
          <li key={position} style={{ left: index * cell, width: cell }}>
            <button
              type="button"
              className={styles.cell}
              aria-label={`#${position} ${type ?? ""}`}
              aria-pressed={position === selected}
              tabIndex={position === stop ? 0 : -1}
              data-position={position}
              data-after={viewing !== "live" && position > viewing}
              onClick={() => onPick(position)}
              onKeyDown={move}
            >
              <span className={styles.letter} style={{ color: colourOf(eventTypes, type) }}>
                {letterOf(eventTypes, type)}
              </span>
              <span className={styles.number}>
                {!isTight || position % 5 === 0 ? position : ""}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
