// One field for each field of the contract. What stays empty is left out.

import { Field } from "../parts/Field.tsx";
import type { EventDraft } from "./use-event-draft.ts";
import styles from "./drawer.module.css";

export function EventFields({ draft: { fields, typed, setField } }: { draft: EventDraft }) {
  return (
    <div className={styles.fields}>
      {fields.map(({ name, isOptional, fallback, takesText }) => (
        <Field
          key={name}
          label={takesText ? name : `${name} (JSON)`}
          note={noteOn({ isOptional, fallback, isEmpty: !typed.get(name) })}
          value={typed.get(name) ?? ""}
          onChange={({ target }) => setField(name, target.value)}
        />
      ))}
    </div>
  );
}

function noteOn(field: { isOptional: boolean; fallback: unknown; isEmpty: boolean }) {
  if (!field.isEmpty) return undefined;
  if (!field.isOptional) return "left out, and required";
  return field.fallback === undefined
    ? "left out"
    : `left out: it means ${JSON.stringify(field.fallback)}`;
}
