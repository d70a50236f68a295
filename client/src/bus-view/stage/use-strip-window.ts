// Which part of the log is in sight: its end, until the reader scrolls; then whatever was scrolled to. Only that part is
// drawn, so that a log of any length is quick.

import { type RefObject, useEffect, useState } from "react";

export interface StripWindow {
  from: number;
  /** Included. */
  to: number;
  isFollowing: boolean;
  follow(): void;
}

interface WindowOptions {
  /** Wheel and finger move the window here; a click picks the event in that column. */
  area: RefObject<HTMLElement | null>;
  /** Where the first column begins. */
  origin: RefObject<HTMLElement | null>;
  cell: number;
  width: number;
  first: number;
  tail: number;
  /** Must be in sight: the selected or the shown event. */
  kept: number | undefined;
  onPick: (position: number) => void;
}

export function useStripWindow(options: WindowOptions): StripWindow {
  const { area, origin, cell, width, first, tail, kept, onPick } = options;
  const [end, setEnd] = useState<number | "tail">("tail");
  const [lastKept, setLastKept] = useState(kept);
  const count = Math.max(1, Math.floor(width / cell));

  const to = Math.min(tail, end === "tail" ? tail : Math.max(end, first + count - 1));
  const from = Math.max(first, to - count + 1);

  // Another event was selected: scroll to it, if it is out of sight.
  if (kept !== lastKept) {
    setLastKept(kept);
    if (kept !== undefined && (kept < from || kept > to))
      setEnd(Math.min(tail, kept + Math.floor(count / 2)));
    if (kept === undefined) setEnd("tail");
  }

  useEffect(() => {
    const element = area.current;
    if (!element) return;

    function move(cells: number): void {
      const next = Math.max(first + count - 1, to + cells);
      setEnd(next >= tail ? "tail" : next);
    }
    // Up and down belong to the page.
    function wheel(event: WheelEvent): void {
      const delta = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(delta) < 1 || (!event.shiftKey && Math.abs(event.deltaY) > Math.abs(delta)))
        return;
      event.preventDefault();
      move(Math.sign(delta) * Math.max(1, Math.round(Math.abs(delta) / cell)));
    }
    let touchedAt: number | undefined;
    function touch({ touches: [finger] }: TouchEvent): void {
      if (!finger) return;
      const moved = Math.round(((touchedAt ?? finger.clientX) - finger.clientX) / cell);
      if (touchedAt === undefined || moved !== 0) touchedAt = finger.clientX;
      if (moved !== 0) move(moved);
    }
    function letGo(): void {
      touchedAt = undefined;
    }
    function click({ clientX, target }: MouseEvent): void {
      const left = origin.current?.getBoundingClientRect().left;
      if (left === undefined || (target instanceof Element && target.closest("button"))) return;
      const column = Math.floor((clientX - left) / cell);
      if (column >= 0 && from + column <= to) onPick(from + column);
    }

    element.addEventListener("wheel", wheel, { passive: false });
    element.addEventListener("touchmove", touch, { passive: true });
    element.addEventListener("touchend", letGo);
    element.addEventListener("click", click);
    return () => {
      element.removeEventListener("wheel", wheel);
      element.removeEventListener("touchmove", touch);
      element.removeEventListener("touchend", letGo);
      element.removeEventListener("click", click);
    };
  }, [area, cell, count, first, from, onPick, origin, tail, to]);

  return { from, to, isFollowing: end === "tail", follow: () => setEnd("tail") };
}
