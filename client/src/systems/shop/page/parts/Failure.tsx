// What went wrong, in one sentence, beside what was tried. Nothing where a field already shows it.

import type { ShopFailure } from "../../api/failure.ts";
import styles from "./Failure.module.css";

interface FailureProps {
  failure: ShopFailure | undefined;
  /** Those that show their own error. */
  shown?: readonly string[];
}

export function Failure({ failure, shown = [] }: FailureProps) {
  if (!failure) return null;
  const others = [...failure.fields].filter(([name]) => !shown.includes(name));
  if (failure.fields.size > 0 && others.length === 0) return null;
  const [first] = others;
  return (
    <p className={styles.failure} role="alert">
      {first ? `${first[0]}: ${first[1]}` : failure.message}
    </p>
  );
}
