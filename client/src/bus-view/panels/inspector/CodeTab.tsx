// Where in the code this type of event is published and handled.

import type { CodePlace } from "../../../systems/system.ts";
import { useSystem } from "../../use-system.ts";
import styles from "./CodeTab.module.css";

export function CodeTab({ type }: { type: string }) {
  const known = useSystem().eventTypes.get(type);
  if (!known) {
    return (
      <p className={styles.note}>
        {`No service publishes ${type}, and none has a handler for it: each ignores what it does not know. The bus keeps and delivers it all the same.`}
      </p>
    );
  }
  return (
    <>
      <Places title="The contract" places={[known.declared]} />
      <Places title="Published here" places={known.published} />
      <Places title="Handled here" places={known.handled} />
    </>
  );
}

function Places({ title, places }: { title: string; places: CodePlace[] }) {
  return (
    <section className={styles.places} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.list}>
        {places.map(({ file, code }) => (
          <li key={file + code} className={styles.place}>
            <span className={styles.file}>{file}</span>
            <code className={styles.line}>{code}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
