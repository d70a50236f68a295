// A label, a field, and below it what is wrong with what was typed.

import { type ComponentProps, useId } from "react";
import styles from "./Field.module.css";

interface FieldProps extends Omit<ComponentProps<"input">, "onChange"> {
  label: string;
  isLabelHidden?: boolean;
  error?: string | undefined;
  onText: (text: string) => void;
}

export function Field({ label, isLabelHidden = false, error, onText, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={isLabelHidden ? "visually-hidden" : styles.label}>
        {label}
      </label>
      <input
        id={id}
        className={styles.input}
        dir="auto"
        aria-invalid={error !== undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={({ target }) => onText(target.value)}
        {...input}
      />
      {error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
