// A number chosen by sliding. It is committed once, when the hand or the key lets go: each change is a request.

import { useEffect, useId, useState } from "react";
import styles from "./Slider.module.css";

interface SliderProps {
  label: string;
  max: number;
  step: number;
  /** The present value; shown unless the reader is sliding. */
  value: number;
  inWords: (value: number) => string;
  isDisabled?: boolean;
  onCommit: (value: number) => void;
}

const settleMs = 250;
// A choice that the bus has not confirmed by then is dropped.
const confirmMs = 3000;

export function Slider(props: SliderProps) {
  const { label, max, step, value, inWords, isDisabled = false, onCommit } = props;
  const id = useId();
  const [sliding, setSliding] = useState<number>();
  const shown = sliding ?? value;

  // Keys change it step by step and never "let go": a short rest does as well.
  useEffect(() => {
    if (sliding === undefined) return;
    const timer = setTimeout(() => onCommit(sliding), settleMs);
    const end = setTimeout(() => setSliding(undefined), confirmMs);
    return () => {
      clearTimeout(timer);
      clearTimeout(end);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a new callback is no new choice
  }, [sliding]);

  // The choice is shown until the bus reports the new value.
  useEffect(() => setSliding(undefined), [value]);

  return (
    <div className={styles.slider}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        step={step}
        value={shown}
        disabled={isDisabled}
        aria-valuetext={inWords(shown)}
        onChange={({ target }) => setSliding(target.valueAsNumber)}
      />
      <span className={styles.value} aria-hidden="true">
        {inWords(shown)}
      </span>
    </div>
  );
}
