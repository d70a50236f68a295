// Both lags as bars of one scale, so that they can be compared.

import { milliseconds } from "./lag-in-words.ts";
import { type Road, type RoadName, type Roads, ROADS } from "./roads.ts";
import styles from "./RoadBars.module.css";

const NAMES: Record<RoadName, { title: string; about: string; nothing: string }> = {
  orders: {
    title: "Open orders",
    about: "order-service receives the event",
    nothing: "no open order that it would change",
  },
  products: {
    title: "Your products",
    about: "worker-service receives the event and calls product-service",
    nothing: "no product of yours that it would change",
  },
};

export function RoadBars({ roads }: { roads: Roads }) {
  const longest = Math.max(...ROADS.map((name) => roads[name].ms), 1);
  return (
    <dl className={styles.bars}>
      {ROADS.map((name) => (
        <div key={name} className={styles.road}>
          <dt>
            <span>{NAMES[name].title}</span>{" "}
            <span className={styles.about}>{NAMES[name].about}</span>
          </dt>
          <dd>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100" height="8" className={styles.whole} />
              <rect
                width={(roads[name].ms / longest) * 100}
                height="8"
                className={roads[name].state === "arrived" ? styles.arrived : styles.waits}
              />
            </svg>
            <span className={styles.figure}>{inWords(roads[name], NAMES[name].nothing)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function inWords({ state, ms }: Road, nothing: string): string {
  if (state === "idle") return nothing;
  return state === "arrived" ? `after ${milliseconds(ms)}` : `not yet, for ${milliseconds(ms)}`;
}
