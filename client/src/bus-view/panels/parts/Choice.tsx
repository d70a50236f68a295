// One of a few, from a list.

import { useId } from "react";
import styles from "./Choice.module.css";

interface ChoiceProps {
  label: string;
  /** What is chosen, and how it reads. */
  options: Record<string, string>;
  value: string;
  onChoose: (value: string) => void;
}

export function Choice({ label, options, value, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChoose(target.value)}>
        {Object.entries(options).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}
