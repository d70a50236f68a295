// Events that a subscriber could not handle: which, for which subscriber, why; to be redriven or discarded.

import { useBus } from "../../use-bus.ts";
import styles from "./drawer.module.css";
import { HowToPark } from "./HowToPark.tsx";
import { ParkedList } from "./ParkedList.tsx";

export function ParkedTab() {
  const subscribers = useBus(({ picture }) => picture.subscribers);
  const suspicious = subscribers.filter(({ fact }) => fact.state === "retrying");
  const withParked = subscribers.filter(({ fact }) => fact.parked.length > 0);

  return (
    <>
      <p className={styles.intro}>
        An event that a subscriber refuses is tried ten times alone, with growing pauses. Then it is
        parked: set aside for this subscriber, and what comes after it is delivered.
      </p>
      {suspicious.map(({ name, fact, marks }) => {
        const next = fact.cursor + 1;
        const tries = marks.get(next)?.attempts ?? 0;
        return (
          <p key={name} className={styles.warning}>
            {`${name} refuses #${next}` +
              (fact.lastError ? `: ${fact.lastError}` : "") +
              (tries > 0 ? `, try ${tries}` : "")}
          </p>
        );
      })}
      {withParked.map(({ name, fact }) => (
        <ParkedList key={name} subscriber={name} positions={fact.parked} />
      ))}
      {withParked.length === 0 && <HowToPark />}
    </>
  );
}
