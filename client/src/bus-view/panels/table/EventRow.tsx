// One event in the table, with its mark at each subscriber.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import type { Ref } from "react";
import { markOf, type SubscriberPicture } from "../../history/picture.ts";
import { MarkSign } from "../../stage/MarkSign.tsx";
import { markInWords } from "../../stage/mark-words.ts";
import { useBusStore } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { clockTime } from "../parts/clock-time.ts";
import { summaryOf } from "../parts/event-summary.ts";
import styles from "./EventRow.module.css";
import { shortMark } from "./short-mark.ts";

interface EventRowProps {
  ref: Ref<HTMLTableRowElement>;
  /** Among the rows, from 0. */
  index: number;
  position: number;
  /** Undefined until it is loaded. */
  event: RecordedEvent | undefined;
  subscribers: readonly SubscriberPicture[];
  isSelected: boolean;
  /** After the moment that is looked at. */
  isLater: boolean;
}

export function EventRow(props: EventRowProps) {
  const { ref, index, position, event, subscribers, isSelected, isLater } = props;
  const store = useBusStore();
  const system = useSystem();

  return (
    <tr
      ref={ref}
      id={`event-${position}`}
      className={styles.row}
      translate="no"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-later={isLater}
      onClick={() => store.select({ kind: "event", position })}
    >
      <th scope="row">{position}</th>
      <td>{event ? clockTime(event.time) : "…"}</td>
      <td className={styles.type}>{event?.type}</td>
      <td>{event?.source}</td>
      <td className={styles.summary}>{event && <bdi>{summaryOf(system, event)}</bdi>}</td>
      {subscribers.map((subscriber) => {
        const mark = markOf(subscriber, position);
        return (
          <td key={subscriber.name} title={markInWords(mark)}>
            <span className={styles.mark}>
              <MarkSign mark={mark} />
              {shortMark(mark)}
            </span>
          </td>
        );
      })}
    </tr>
  );
}
