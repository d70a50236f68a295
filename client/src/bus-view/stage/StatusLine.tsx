// What is shown right now: live, behind, frozen, lost, or a file. It is where the eye is when something is wrong.

import { type BusState, isLogKnown } from "../history/bus-state.ts";
import { useBus, useBusStore } from "../use-bus.ts";
import styles from "./StatusLine.module.css";

/** `note`: the result of the last action. */
export function StatusLine({ note }: { note: string }) {
  const store = useBusStore();
  const connection = useBus((state) => state.connection);
  const frozen = useBus((state) => state.frozen);
  const words = useBus(inWords);
  const skipped = useBus((state) => state.skipped);

  return (
    <div className={styles.status} data-connection={connection} data-frozen={frozen}>
      <output className={styles.note}>{note}</output>
      <span className={styles.sign} aria-hidden="true" />
      <span>{words}</span>
      {connection === "file" && (
        <button type="button" className={styles.button} onClick={store.goLive}>
          Back to the live bus
        </button>
      )}
      {skipped > 0 && (
        <span className={styles.skipped}>
          <span>
            {`skipped ${skipped.toLocaleString("en")} ${skipped === 1 ? "delivery" : "deliveries"} while the page was hidden`}
          </span>
          <button
            type="button"
            className={styles.button}
            aria-label="Dismiss the note about skipped deliveries"
            onClick={store.forgetSkipped}
          >
            OK
          </button>
        </span>
      )}
    </div>
  );
}

function inWords(state: BusState): string {
  const { connection, frozen, waiting, behindMs } = state;
  if (connection === "file") return "Recorded session from a file";
  if (connection === "connecting") return "Connecting to the bus …";
  if (connection === "lost") return withoutBus(state);
  if (frozen) {
    const records = waiting === 1 ? "record waits" : "records wait";
    return `View frozen. The system runs on: ${waiting.toLocaleString("en")} ${records}`;
  }
  const live = liveInWords(connection);
  return behindMs === 0 ? live : `${live} · view ${(behindMs / 1000).toFixed(1)} s behind`;
}

function liveInWords(connection: BusState["connection"]): string {
  if (connection === "live") return "Live";
  return connection === "log only"
    ? "Live, asking every second: this bus shows its events, and not who received them"
    : "Live, asking every second: deliveries are not recorded";
}

function withoutBus(state: BusState): string {
  const bus = state.picture.services.find(({ name }) => name === "event-bus");
  const why =
    bus?.state === "stopped"
      ? "The bus is stopped: select it on the map to start it."
      : "No connection to the bus. The page keeps trying.";
  return isLogKnown(state)
    ? `${why} What stands here is what was seen last.`
    : `${why} Nothing is known of its log yet.`;
}
