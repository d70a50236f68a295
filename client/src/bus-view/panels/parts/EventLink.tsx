// An event by its name. A click selects it.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { useBusStore } from "../../use-bus.ts";
import styles from "./EventLink.module.css";

interface EventLinkProps {
  /** Its type may not be known yet. */
  event: Pick<RecordedEvent, "position"> & { type?: string };
  isCurrent?: boolean;
}

export function EventLink({ event: { position, type }, isCurrent = false }: EventLinkProps) {
  const store = useBusStore();
  return (
    <button
      type="button"
      className={styles.link}
      aria-current={isCurrent}
      onClick={() => store.select({ kind: "event", position })}
    >
      <span className={styles.position}>{`#${position}`}</span>
      {type && (
        <>
          {" "}
          <span>{type}</span>
        </>
      )}
    </button>
  );
}
