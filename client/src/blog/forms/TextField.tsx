// A label, a field, and beneath it what is wrong or how much room is left. Both are tied to the field for screen readers.

import { type KeyboardEvent, useId } from "react";
import styles from "./TextField.module.css";
import type { TextForm } from "./use-text-form.ts";

interface TextFieldProps {
  form: TextForm;
  label: string;
  isLabelHidden?: boolean;
  placeholder?: string;
  kind: "title" | "text";
}

// Only near the limit: a counter that always counts is noise.
const showLeftBelow = 30;

export function TextField({ form, label, isLabelHidden, placeholder, kind }: TextFieldProps) {
  const id = useId();
  const { text, setText, error, field, isSending, left } = form;
  const note = error ?? (left < showLeftBelow ? room(left) : undefined);

  const shared = {
    id,
    ref: field,
    value: text,
    placeholder,
    readOnly: isSending,
    autoComplete: "off",
    // As it is written: from right to left in Arabic or Hebrew.
    dir: "auto",
    "aria-invalid": error !== undefined,
    "aria-describedby": note ? `${id}-note` : undefined,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
  };

  return (
    <div className={styles.field}>
      <label htmlFor={id} className={isLabelHidden ? "visually-hidden" : styles.label}>
        {label}
      </label>
      {kind === "title" ? (
        <input type="text" className={styles.title} {...shared} />
      ) : (
        <textarea rows={1} className={styles.text} onKeyDown={submitOnControlEnter} {...shared} />
      )}
      {note && (
        <p
          id={`${id}-note`}
          className={error ? styles.error : styles.note}
          role={error ? "alert" : undefined}
        >
          {note}
        </p>
      )}
    </div>
  );
}

function room(left: number): string {
  return left < 0 ? `${-left} too many` : `${left} left`;
}

function submitOnControlEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
    event.currentTarget.form?.requestSubmit();
}
