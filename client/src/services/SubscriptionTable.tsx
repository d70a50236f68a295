// How far each subscriber has read the bus's log, and what keeps it.

import type { BusStatus, Subscription } from "../../server/status-report.ts";
import { Progress } from "./Progress.tsx";
import { State } from "./State.tsx";
import styles from "./Table.module.css";

const kinds = { idle: "good", delivering: "good", retrying: "busy", down: "bad" } as const satisfies Record<
  Subscription["state"],
  string
>;

export function SubscriptionTable({ log, subscriptions }: BusStatus) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Subscribers of the event bus</caption>
      <thead>
        <tr>
          <th scope="col">Subscriber</th>
          <th scope="col">Has read</th>
          <th scope="col">Lag</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {subscriptions.map(({ name, cursor, lag, state, lastError, parked }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Progress done={cursor} of={log.length} />
            </td>
            <td className={styles.number}>{lagInWords(lag)}</td>
            <td>
              <State kind={kinds[state]} word={state} />
              {parked > 0 && <p className={styles.alarm}>{parked} parked</p>}
              {lastError && state !== "idle" && <p className={styles.detail}>{lastError}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function lagInWords({ events, seconds }: Subscription["lag"]): string {
  if (events === 0) return "none";
  return `${events} ${events === 1 ? "event" : "events"}, ${Math.round(seconds)} s`;
}
