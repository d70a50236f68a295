// The cursor of each subscriber in the bus's log, and what keeps it.

import type { BusStatus, Subscription } from "../../gateway/status-report.ts";
import { Progress } from "./Progress.tsx";
import { State } from "./State.tsx";
import styles from "./Table.module.css";

const kinds = {
  idle: "good",
  delivering: "good",
  retrying: "busy",
  down: "bad",
} as const satisfies Record<Subscription["state"], string>;

export function SubscriptionTable({ log, subscriptions }: BusStatus) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Subscribers of the event bus</caption>
      <thead>
        <tr>
          <th scope="col">Subscriber</th>
          <th scope="col" className={styles.wide}>
            Has read
          </th>
          <th scope="col">Lag</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {subscriptions.map(({ name, cursor, lag, state, lastError, parked }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={styles.wide}>
              <Progress done={cursor} of={log.length} />
            </td>
            <td className={styles.number}>
              <span>
                {lag.events === 0 ? "none" : lag.events === 1 ? "1 event" : `${lag.events} events`}
              </span>
              {lag.events > 0 && (
                <p className={styles.detail}>{`for ${Math.round(lag.seconds)} s`}</p>
              )}
            </td>
            <td>
              <State kind={kinds[state]} word={state} />
              {parked > 0 && <p className={styles.alarm}>{`${parked} parked`}</p>}
              {lastError && state !== "idle" && <p className={styles.detail}>{lastError}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
