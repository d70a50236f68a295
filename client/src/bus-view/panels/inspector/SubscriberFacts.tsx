// The state of a subscriber: its cursor, what keeps it, and which events are parked for it.

import type { SubscriberFact } from "@blog/event-bus/lab/records";
import { isCurrent } from "../../history/bus-state.ts";
import { useBus } from "../../use-bus.ts";
import { count } from "../parts/clock-time.ts";
import { EventLink } from "../parts/EventLink.tsx";
import { Facts } from "../parts/Facts.tsx";
import { useSecondsUntil } from "../parts/use-seconds-until.ts";
import { faultsInWords } from "./fault-words.ts";
import styles from "./SubscriberFacts.module.css";

const PARKED_SHOWN = 10;

export function SubscriberFacts({ fact }: { fact: SubscriberFact }) {
  const tail = useBus(({ picture }) => picture.tail);
  const isNow = useBus(isCurrent);
  const nextTry = useSecondsUntil(fact.nextAttemptAt);
  const { url, cursor, lag, lastError, parked, waiting } = fact;
  const behind = Math.max(0, tail - cursor);
  const faults = faultsInWords(fact.faults);

  return (
    <Facts
      facts={{
        Address: url.replace(/^https?:\/\//, ""),
        State: isNow ? stateInWords(fact) : "not known: the bus does not answer",
        Cursor: `${cursor.toLocaleString("en")} of ${tail.toLocaleString("en")}`,
        Lag: !isNow
          ? undefined
          : behind === 0
            ? "none"
            : `${count(behind, "event")}, the oldest for ${lag.seconds.toFixed(1)} s`,
        "Last error": lastError ?? undefined,
        "Next try": nextTry === undefined ? undefined : `in ${nextTry.toFixed(1)} s`,
        "Held back": waiting.length > 0 ? count(waiting.length, "event") : undefined,
        Faults: faults && <span className={styles.fault}>{faults}</span>,
        Parked: parked.length > 0 && <ParkedLinks positions={parked} />,
      }}
    />
  );
}

function ParkedLinks({ positions }: { positions: number[] }) {
  const more = positions.length - PARKED_SHOWN;
  return (
    <span className={styles.parked}>
      {positions.slice(0, PARKED_SHOWN).map((position) => (
        <EventLink key={position} event={{ position }} />
      ))}
      {more > 0 && <span>{`and ${more} more`}</span>}
    </span>
  );
}

function stateInWords({ state, isHeld, faults }: SubscriberFact): string {
  const words = {
    idle: "up, and waiting for events",
    delivering: "up, and being served",
    retrying: "refuses an event; it is tried again",
    down: "down; it is tried again for as long as it takes",
  }[state];
  const also = [isHeld && "held", faults.isCut && "its wire is cut"].filter(Boolean);
  return [words, ...also].join("; ");
}
