// The same history as the map, with time going down: a lane for each service, an arrow for each event and each delivery.

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useBus, useBusStore } from "../use-bus.ts";
import { useSystem } from "../use-system.ts";
import { areNamesTight, laneNames, laneX } from "./lanes.ts";
import { SequenceArrow } from "./SequenceArrow.tsx";
import { type SequenceRow, sequenceRows } from "./sequence-rows.ts";
import { namesOf } from "./service-names.ts";
import styles from "./SequenceView.module.css";
import { useSize } from "./use-size.ts";

const ROW = 28;
const EXTRA = 6;

export function SequenceView() {
  const store = useBusStore();
  const { services } = useSystem();
  const picture = useBus((state) => state.picture);
  const selection = useBus((state) => state.selection);
  const list = useRef<HTMLDivElement>(null);
  const [head, { width, unit }] = useSize<HTMLDivElement>();
  const [scrolled, setScrolled] = useState({ top: 0, height: 400, isAtEnd: true });
  const [active, setActive] = useState<string>();

  const rowHeight = ROW * unit;
  const rows = useMemo(() => sequenceRows(picture), [picture]);
  const lanes = laneNames(namesOf(picture), services);
  const total = rows.length * rowHeight;
  const firstRow = Math.max(0, Math.floor(scrolled.top / rowHeight) - EXTRA);
  const lastRow = Math.ceil((scrolled.top + scrolled.height) / rowHeight) + EXTRA;
  const inSight = rows.slice(firstRow, lastRow);
  const lastKey = inSight.findLast(({ kind }) => kind !== "pause")?.key;
  const stop = inSight.some(({ key }) => key === active) ? active : lastKey;

  // The present is at the bottom: it stays in sight, unless the reader has scrolled up to look at something.
  useEffect(() => {
    const element = list.current;
    if (element && scrolled.isAtEnd) element.scrollTop = total;
  }, [total, scrolled.isAtEnd]);

  function whenScrolled({ currentTarget: at }: { currentTarget: HTMLElement }): void {
    const isAtEnd = at.scrollTop + at.clientHeight >= at.scrollHeight - rowHeight;
    setScrolled({ top: at.scrollTop, height: at.clientHeight, isAtEnd });
  }

  function choose(row: SequenceRow): void {
    setActive(row.key);
    if (row.kind === "publish") store.select({ kind: "event", position: row.event.position });
    const position = row.kind === "deliver" ? row.delivery.positions[0] : undefined;
    if (position !== undefined) store.select({ kind: "event", position });
  }

  function move(event: KeyboardEvent): void {
    const down = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : undefined;
    if (!down) return;
    event.preventDefault();
    const real = rows.filter(({ kind }) => kind !== "pause");
    const index = real.findIndex(({ key }) => key === active);
    const next = real[index === -1 ? real.length - 1 : index + down];
    if (!next || !list.current) return;
    choose(next);
    const top = rows.indexOf(next) * rowHeight;
    const { scrollTop, clientHeight } = list.current;
    if (top < scrollTop) list.current.scrollTop = top;
    if (top + rowHeight > scrollTop + clientHeight)
      list.current.scrollTop = top + rowHeight - clientHeight;
  }

  // The arrow keys move the selection: the focus follows, as soon as the row is there.
  useEffect(() => {
    if (!inSight.some(({ key }) => key === active)) return;
    if (!list.current?.contains(document.activeElement)) return;
    list.current.querySelector<HTMLElement>(`[data-key="${active}"]`)?.focus();
  }, [active, inSight]);

  const selected = selection?.kind === "event" ? selection.position : undefined;
  return (
    <div className={styles.sequence} translate="no">
      <div
        ref={head}
        className={styles.head}
        data-tight={areNamesTight(lanes, width, unit)}
        aria-hidden="true"
      >
        {lanes.map((name, index) => (
          <span key={name} style={{ left: laneX(index, lanes.length, width, unit) }}>
            {name}
          </span>
        ))}
      </div>
      <div ref={list} className={styles.list} onScroll={whenScrolled}>
        <ol
          aria-label="Events and deliveries as they happened"
          className={styles.rows}
          style={{ height: total }}
        >
          {inSight.map((row, index) => (
            <SequenceArrow
              key={row.key}
              row={row}
              picture={picture}
              lanes={lanes}
              size={{ width, height: rowHeight, top: (firstRow + index) * rowHeight, unit }}
              isStop={row.key === stop}
              selected={selected}
              onChoose={choose}
              onKeyDown={move}
            />
          ))}
        </ol>
      </div>
      {rows.length === 0 && <p className={styles.empty}>Nothing has happened yet.</p>}
    </div>
  );
}
