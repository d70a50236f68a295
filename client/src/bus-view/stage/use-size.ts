// How wide an element is, and how large the text: drawings are made to measure, so that nothing in them is ever scaled.

import { type RefObject, useEffect, useRef, useState } from "react";

export interface Size {
  width: number;
  /** Pixels per sixteenth of the text size: 1 at 16 px, more for a presenter. */
  unit: number;
}

const usual: Size = { width: 960, unit: 1 };

export function useSize<Part extends HTMLElement>(): [RefObject<Part | null>, Size] {
  const element = useRef<Part>(null);
  const [size, setSize] = useState(usual);

  useEffect(() => {
    const found = element.current;
    if (!found) return;
    const measure = () => {
      const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
      // Where nothing is laid out (a test without a screen), the usual size is as good as any.
      const width = found.clientWidth || usual.width;
      setSize((before) =>
        before.width === width && before.unit === unit ? before : { width, unit },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(found);
    return () => observer.disconnect();
  }, []);

  return [element, size];
}
