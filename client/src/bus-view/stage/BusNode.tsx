// The bus on the map: the end of its log, into which events arrive and from which deliveries leave.

import type { ServiceFact } from "@blog/event-bus/lab/records";
import { memo, useEffect } from "react";
import { isCurrent } from "../history/bus-state.ts";
import { useLogBook } from "../panels/log/use-log-book.ts";
import { useBus, useBusStore } from "../use-bus.ts";
import { useSystem } from "../use-system.ts";
import styles from "./BusNode.module.css";
import { colourOf, letterOf } from "./event-type.ts";
import type { Box } from "./map-layout.ts";

const SHOWN = 5;

export const BusNode = memo(function BusNode({ box, isChosen }: { box: Box; isChosen: boolean }) {
  const store = useBusStore();
  const { eventTypes } = useSystem();
  const tail = useBus((state) => state.picture.tail);
  const isNow = useBus(isCurrent);
  const process = useBus(({ picture }) =>
    picture.services.find(({ name }) => name === "event-bus"),
  );
  const book = useLogBook();
  const room = Math.max(1, Math.min(SHOWN, Math.floor((box.width - 24) / 36)));
  const positions = Array.from({ length: Math.min(room, tail) }, (_, i) => tail - i).toReversed();
  const [from = 0] = positions;
  // The stream of a restarted bus carries new events only.
  useEffect(() => {
    if (from > 0) book.want(from, tail);
  }, [book, from, tail]);

  return (
    <button
      type="button"
      className={styles.bus}
      translate="no"
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      aria-pressed={isChosen}
      onClick={() => store.select({ kind: "service", name: "event-bus" })}
    >
      <span className={styles.name}>event bus</span>{" "}
      <span className={styles.tail} aria-hidden="true">
        {positions.map((position) => {
          const type = book.get(position)?.type;
          return (
            <span
              key={position}
              className={styles.cell}
              style={{ color: colourOf(eventTypes, type) }}
            >
              {letterOf(eventTypes, type)}
            </span>
          );
        })}
      </span>{" "}
      <span className={styles.length}>
        {!isNow
          ? withoutAnswer(process)
          : `${tail.toLocaleString("en")} ${tail === 1 ? "event" : "events"}`}
      </span>
    </button>
  );
});

function withoutAnswer(process: ServiceFact | undefined): string {
  if (process?.state === "starting") return "starts";
  return process && process.state !== "up" ? process.state : "no connection";
}
