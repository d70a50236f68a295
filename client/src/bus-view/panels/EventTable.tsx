// The history as a table: the same events, marks and selection as in the drawings, for readers who prefer text.
// Only the rows in sight are in the page, so that a log of 100,000 events scrolls like one of ten.

import { type KeyboardEvent, useEffect, useState } from "react";
import { useBus, useBusStore } from "../use-bus.ts";
import styles from "./EventTable.module.css";
import { EventRow } from "./table/EventRow.tsx";
import { FilterForm } from "./table/FilterForm.tsx";
import { useRows } from "./table/use-rows.ts";
import { useWindow } from "./table/use-window.ts";

const NO_FILTER = { type: "", text: "" };

export function EventTable() {
  const store = useBusStore();
  const subscribers = useBus(({ picture }) => picture.subscribers);
  const selection = useBus((state) => state.selection);
  const viewing = useBus((state) => state.viewing);
  const [filter, setFilter] = useState(NO_FILTER);
  const rows = useRows(filter);
  const { scroller, first, last, heights, follow, reveal, row } = useWindow(rows.count);

  const selected = selection?.kind === "event" ? selection.position : undefined;
  const selectedIndex = selected === undefined ? -1 : rows.indexOf(selected);
  useEffect(() => {
    if (selectedIndex >= 0) reveal(selectedIndex);
  }, [selectedIndex, reveal]);
  useEffect(() => rows.want(first, last), [rows, first, last]);

  function moveSelection(event: KeyboardEvent): void {
    const page = last - first - 1;
    const start = selectedIndex === -1 ? rows.count : selectedIndex;
    const target = new Map([
      ["ArrowDown", start + 1],
      ["ArrowUp", start - 1],
      ["PageDown", start + page],
      ["PageUp", start - page],
      ["Home", 0],
      ["End", rows.count - 1],
    ]).get(event.key);
    if (target === undefined || rows.count === 0) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(rows.count - 1, target));
    store.select({ kind: "event", position: rows.positionAt(index) });
  }

  const shown = Array.from({ length: last - first }, (_, offset) => first + offset);
  return (
    <section className={styles.history} aria-label="Events">
      <FilterForm filter={filter} onFilter={setFilter} rows={rows} />
      <div ref={scroller} className={styles.scroller} onScroll={follow}>
        {/* A grid, because it has one stop for the keyboard and its arrows move the selection. */}
        <table
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
          role="grid"
          className={styles.table}
          translate="no"
          aria-label="Events, in the order of the log"
          aria-rowcount={rows.count + 1}
          tabIndex={0}
          aria-activedescendant={
            selectedIndex >= first && selectedIndex < last ? `event-${selected}` : undefined
          }
          onKeyDown={moveSelection}
        >
          <thead>
            <tr aria-rowindex={1}>
              {[
                "#",
                "Time",
                "Type",
                "Source",
                "Content",
                ...subscribers.map(({ name }) => name),
              ].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr aria-hidden="true" style={{ height: heights.before }} />
            {shown.map((index) => {
              const position = rows.positionAt(index);
              return (
                <EventRow
                  key={position}
                  ref={row}
                  index={index}
                  position={position}
                  event={rows.eventAt(position)}
                  subscribers={subscribers}
                  isSelected={position === selected}
                  isLater={viewing !== "live" && position > viewing}
                />
              );
            })}
            <tr aria-hidden="true" style={{ height: heights.after }} />
          </tbody>
        </table>
      </div>
    </section>
  );
}
