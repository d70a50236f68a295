// The main picture: the log as a strip of cells, and under it one line per subscriber with its cursor and its marks. How
// far a subscriber is behind is a distance that one sees.

import { useCallback, useEffect, useMemo, useRef } from "react";
import { isCurrent, isLogKnown } from "../history/bus-state.ts";
import { useLogBook } from "../panels/log/use-log-book.ts";
import { useBus, useBusStore } from "../use-bus.ts";
import { useSystem } from "../use-system.ts";
import { Charts } from "./Charts.tsx";
import { Legend } from "./Legend.tsx";
import styles from "./LogStrip.module.css";
import { StripCells } from "./StripCells.tsx";
import { StripRow } from "./StripRow.tsx";
import { useSeries } from "./use-series.ts";
import { useSize } from "./use-size.ts";
import { useStripWindow } from "./use-strip-window.ts";

const CELL = 28;

export function LogStrip() {
  const store = useBusStore();
  const { act } = useSystem();
  const picture = useBus((state) => state.picture);
  const selection = useBus((state) => state.selection);
  const viewing = useBus((state) => state.viewing);
  const isNow = useBus(isCurrent);
  const isKnown = useBus(isLogKnown);
  const book = useLogBook();
  const series = useSeries();
  const [origin, { width, unit }] = useSize<HTMLDivElement>();
  const area = useRef<HTMLDivElement>(null);

  const cell = CELL * unit;
  const selected = selection?.kind === "event" ? selection.position : undefined;
  const pick = useCallback(
    (position: number) => store.select({ kind: "event", position }),
    [store],
  );
  const { tail } = picture;
  const first = Math.min(book.first(), tail + 1);
  const { from, to, isFollowing, follow } = useStripWindow({
    area,
    origin,
    cell,
    width,
    first,
    tail,
    kept: viewing === "live" ? selected : viewing,
    onPick: pick,
  });
  const positions = useMemo(
    () => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index),
    [from, to],
  );
  useEffect(() => {
    if (to >= from) book.want(from, to);
  }, [book, from, to]);

  return (
    <section className={styles.log} aria-label="Log and cursors">
      <header className={styles.head}>
        <h2 className={styles.title}>Log</h2>
        {!isFollowing && (
          <button type="button" className={styles.follow} onClick={follow}>
            {`To the end, #${tail}`}
          </button>
        )}
        <Charts series={series} />
        <Legend />
      </header>
      {tail === 0 && (
        <p className={styles.empty}>
          {isNow
            ? `Nothing has happened yet. ${act.replace(/^./, (letter) => letter.toUpperCase())}, or publish an event in the lab.`
            : "What is in the log is not known: the bus has not answered yet."}
        </p>
      )}
      <div className={styles.grid} ref={area} translate="no">
        <span className={styles.label}>events</span>
        <div ref={origin} className={styles.cells}>
          <StripCells
            positions={positions}
            typeOf={(position) => (picture.events.get(position) ?? book.get(position))?.type}
            cell={cell}
            unit={unit}
            first={first}
            tail={tail}
            selected={selected}
            viewing={viewing}
            onPick={pick}
          />
        </div>
        <span className={styles.info}>
          {isKnown ? `${tail.toLocaleString("en")} in the log` : "not known"}
        </span>
        {picture.subscribers.map((subscriber) => (
          <StripRow
            key={subscriber.name}
            subscriber={subscriber}
            positions={positions}
            cell={cell}
            tail={tail}
            selected={selected}
            viewing={viewing}
            isCurrent={isNow}
            trend={series.lag.get(subscriber.name) ?? []}
          />
        ))}
      </div>
    </section>
  );
}
