// Time travel over the whole log: the system is looked at as it was after the chosen event. The arrow keys move by one.

import { useLogBook } from "../panels/log/use-log-book.ts";
import { useBus, useBusStore } from "../use-bus.ts";
import { useSystem } from "../use-system.ts";
import styles from "./ScrubBar.module.css";

export function ScrubBar() {
  const store = useBusStore();
  const { noun } = useSystem();
  const tail = useBus((state) => state.picture.tail);
  const viewing = useBus((state) => state.viewing);
  const first = useLogBook().first();
  if (tail === 0) return null;

  const isLive = viewing === "live";
  const words = isLive ? `live, at the end: #${tail}` : `history: you are looking at #${viewing}`;

  return (
    <div className={styles.scrub}>
      {isLive ? (
        <span className={styles.label} aria-hidden="true">
          time travel
        </span>
      ) : (
        <button type="button" className={styles.back} onClick={() => store.lookAt("live")}>
          Back to live
        </button>
      )}
      <input
        type="range"
        className={styles.range}
        aria-label={`Time travel: the ${noun} as it was after an event`}
        min={Math.min(first, tail)}
        max={tail}
        value={isLive ? tail : viewing}
        aria-valuetext={words}
        onChange={({ target }) => store.lookAt(Number(target.value))}
      />
      <span className={styles.state} data-live={isLive}>
        {words}
      </span>
    </div>
  );
}
