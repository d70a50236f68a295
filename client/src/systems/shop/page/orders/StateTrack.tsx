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
  const width = (isCancelled ? FIRST + APART : last) + 6;

  return (
    <svg
      className={styles.track}
      viewBox={`0 0 ${width} 12`}
      width={width}
      height="12"
      aria-hidden="true"
    >
      {isCancelled ? (
        <>
          <path className={styles.rest} d={`M${FIRST} 6h${APART}`} />
          <circle cx={FIRST} cy="6" r="3" className={styles.ahead} />
          <path className={styles.cross} d={`M${FIRST + APART - 4} 2l8 8m0-8l-8 8`} />
        </>
      ) : (
        <>
          <path className={styles.rest} d={`M${FIRST} 6H${last}`} />
          <path className={styles.done} d={`M${FIRST} 6h${reached * APART}`} />
          {WAY.map((stop, index) => (
            <circle
              key={stop}
              cx={FIRST + index * APART}
              cy="6"
              r={index === reached ? 4.5 : 3}
              className={index <= reached ? styles.reached : styles.ahead}
            />
          ))}
        </>
      )}
    </svg>
  );
}
