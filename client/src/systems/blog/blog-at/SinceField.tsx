// Since when changes are marked: since the event before, unless the reader names another one.

import { useId, useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import styles from "./SinceField.module.css";

interface SinceFieldProps {
  position: number;
  /** Undefined: the event before. */
  since: number | undefined;
  onSince: (since: number | undefined) => void;
}

export function SinceField({ position, since, onSince }: SinceFieldProps) {
  const id = useId();
  // The text of the field while the reader types: between one number and another it may be none.
  const [typed, setTyped] = useState<string>();
  return (
    <span className={styles.since}>
      <label htmlFor={id}>What changed since #</label>
      <input
        id={id}
        type="number"
        min={0}
        max={position}
        className={styles.number}
        value={typed ?? since ?? Math.max(0, position - 1)}
        onBlur={() => setTyped(undefined)}
        onChange={({ target }) => {
          setTyped(target.value);
          onSince(Number.isNaN(target.valueAsNumber) ? undefined : target.valueAsNumber);
        }}
      />
      {since !== undefined && (
        <Button look="text" onClick={() => onSince(undefined)}>
          The event before
        </Button>
      )}
    </span>
  );
}
