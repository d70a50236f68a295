// How far an order is, as a line of four stops; a cancelled one ends in a cross. The word beside it names the state.

import type { OrderStatus } from "../../api/orders.ts";
import { WAY } from "./order-state.ts";
import styles from "./OrderCard.module.css";

const APART = 18;
const FIRST = 6;

export function StateTrack({ status }: { status: OrderStatus }) {
  const isCancelled = status === "CANCELLED";
  const reached = isCancelled ? 0 : WAY.indexOf(status);
  const last = FIRST + (WAY.length - 1) * APART;

  return (
    <svg
      className={styles.track}
      viewBox={`0 0 ${last + 6} 12`}
      width={last + 6}
      height="12"
      aria-hidden="true"
    >
      <path className={styles.rest} d={`M${FIRST} 6H${last}`} />
      {!isCancelled && (
        <path className={styles.done} d={`M${FIRST} 6H${FIRST + reached * APART}`} />
      )}
      {WAY.map((stop, index) => (
        <circle
          key={stop}
          cx={FIRST + index * APART}
          cy="6"
          r={index === reached && !isCancelled ? 4.5 : 3}
          className={index <= reached && !isCancelled ? styles.reached : styles.ahead}
        />
      ))}
      {isCancelled && <path className={styles.cross} d={`M${FIRST + 5} 1.5l9 9m0-9l-9 9`} />}
    </svg>
  );
}
