// Why there is this event: its causes and its consequences, as a tree.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { useEffect } from "react";
import { useBus } from "../../use-bus.ts";
import { useLogBook } from "../log/use-log-book.ts";
import { EventLink } from "../parts/EventLink.tsx";
import { type CauseNode, causeTree } from "./cause-tree.ts";
import styles from "./CauseTab.module.css";

// Causes and consequences are close together in the log, unless a service was down for long.
const REACH = 500;

export function CauseTab({ event }: { event: RecordedEvent }) {
  const book = useLogBook();
  const tail = useBus(({ picture }) => picture.tail);
  const [from, to] = [Math.max(1, event.position - REACH), Math.min(tail, event.position + REACH)];
  useEffect(() => book.want(from, to), [book, from, to]);

  const around: RecordedEvent[] = [];
  for (let position = from; position <= to; position += 1) {
    const known = book.get(position);
    if (known) around.push(known);
  }
  const { root, isCutOff } = causeTree(event, around);
  const isAlone = !isCutOff && root.consequences.length === 0;

  return (
    <>
      {isCutOff && (
        <p className={styles.note}>
          {`${root.event.type} #${root.event.position} names a cause (${root.event.causationid}) that is not among the ${REACH} events before and after this one.`}
        </p>
      )}
      <ul className={styles.tree}>
        <Branch node={root} current={event} />
      </ul>
      {isAlone && (
        <p className={styles.note}>
          It came from outside, and no event was published because of it.
        </p>
      )}
    </>
  );
}

function Branch({ node, current }: { node: CauseNode; current: RecordedEvent }) {
  const { event, consequences } = node;
  return (
    <li className={styles.node}>
      <EventLink event={event} isCurrent={event.position === current.position} />
      <span className={styles.source}>{event.source}</span>
      {consequences.length > 0 && (
        <ul className={styles.branches}>
          {consequences.map((consequence) => (
            <Branch key={consequence.event.position} node={consequence} current={current} />
          ))}
        </ul>
      )}
    </li>
  );
}
