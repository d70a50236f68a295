// What the table is narrowed down to, and how much that leaves.

import { useSystem } from "../../use-system.ts";
import { Choice } from "../parts/Choice.tsx";
import { count } from "../parts/clock-time.ts";
import { Field } from "../parts/Field.tsx";
import styles from "./FilterForm.module.css";
import type { Filter, Rows } from "./use-rows.ts";

interface FilterFormProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  rows: Rows;
}

export function FilterForm({ filter, onFilter, rows }: FilterFormProps) {
  const types = [...useSystem().eventTypes.keys()].map((type) => [type, type]);
  return (
    <div className={styles.filter}>
      <Choice
        label="Show"
        options={{ "": "all types", ...Object.fromEntries(types) }}
        value={filter.type}
        onChoose={(type) => onFilter({ ...filter, type })}
      />
      <Field
        label="with the text"
        type="search"
        value={filter.text}
        onChange={({ target }) => onFilter({ ...filter, text: target.value })}
      />
      <output className={styles.count}>
        {count(rows.count, "event") +
          (rows.searchedTo < rows.tail
            ? `, ${Math.floor((rows.searchedTo / rows.tail) * 100)} % of the log searched`
            : "")}
      </output>
    </div>
  );
}
