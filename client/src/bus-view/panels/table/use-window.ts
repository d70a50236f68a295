// Which rows are in sight, of any number: all of the same height. While the reader is at the end, new rows keep them there.

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

interface Window {
  scroller: RefObject<HTMLDivElement | null>;
  /** To be given to a row: its height is the height of all. */
  row: (element: HTMLTableRowElement | null) => void;
  first: number;
  /** Excluded. */
  last: number;
  /** Of what is not drawn, in px. */
  heights: { before: number; after: number };
  follow: () => void;
  reveal: (index: number) => void;
}

// Drawn before they come into sight.
const SPARE = 8;
const HEAD_PX = 40;

export function useWindow(count: number): Window {
  const scroller = useRef<HTMLDivElement>(null);
  const [rowPx, setRowPx] = useState(36);
  const [view, setView] = useState({ top: 0, height: 600 });
  const isAtEnd = useRef(true);

  const follow = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    isAtEnd.current = box.scrollTop + box.clientHeight >= box.scrollHeight - rowPx;
    setView({ top: box.scrollTop, height: box.clientHeight });
  }, [rowPx]);

  const reveal = useCallback(
    (index: number) => {
      const box = scroller.current;
      if (!box) return;
      const top = index * rowPx;
      const bottom = top + rowPx + HEAD_PX;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    },
    [rowPx],
  );

  const row = useCallback((element: HTMLTableRowElement | null) => {
    const height = element?.getBoundingClientRect().height;
    if (height) setRowPx(height);
  }, []);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && isAtEnd.current) box.scrollTop = count * rowPx + HEAD_PX;
    follow();
  }, [count, rowPx, follow]);

  const first = Math.max(0, Math.min(count, Math.floor(view.top / rowPx) - SPARE));
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowPx) + SPARE);
  const heights = { before: first * rowPx, after: Math.max(0, count - last) * rowPx };
  return { scroller, row, first, last, heights, follow, reveal };
}
