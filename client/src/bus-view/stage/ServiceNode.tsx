// One service on the map: its name, its address, its state, and its cursor. A click selects it.

import type { ServiceFact } from "@blog/event-bus/lab/records";
import { memo } from "react";
import { type SubscriberPicture, unseen } from "../history/picture.ts";
import { useBusStore } from "../use-bus.ts";
import type { Box } from "./map-layout.ts";
import { MarkSign } from "./MarkSign.tsx";
import { statesOf } from "./node-state.ts";
import styles from "./ServiceNode.module.css";
import { StateSign } from "./StateSign.tsx";

interface ServiceNodeProps {
  name: string;
  box: Box;
  tail: number;
  subscriber: SubscriberPicture | undefined;
  service: ServiceFact | undefined;
  /** The bus's facts are current; otherwise they are the last ones received. */
  isCurrent: boolean;
  isChosen: boolean;
}

export const ServiceNode = memo(function ServiceNode(props: ServiceNodeProps) {
  const { name, box, tail, subscriber, service, isCurrent, isChosen } = props;
  const store = useBusStore();
  const fact = subscriber?.fact;
  const [first, ...others] = statesOf(fact, service, isCurrent);
  const lag = fact ? Math.max(0, tail - fact.cursor) : 0;

  return (
    <button
      type="button"
      className={styles.node}
      translate="no"
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      aria-pressed={isChosen}
      data-tone={first?.tone}
      onClick={() => store.select({ kind: fact ? "subscriber" : "service", name })}
    >
      <span className={styles.name}>{name}</span>{" "}
      <span className={styles.states}>
        {first && <StateSign state={first} />}{" "}
        {others.map((state) => (
          <StateSign key={state.word} state={state} look="sign" />
        ))}
        {fact && fact.parked.length > 0 && (
          <span className={styles.parked}>
            <MarkSign mark={unseen("parked")} /> {fact.parked.length}
            <span className="visually-hidden"> parked</span>
          </span>
        )}
        <span className={styles.port}>{portOf(fact?.url)}</span>
      </span>{" "}
      {fact && (
        <span className={styles.facts}>
          <span>at #{fact.cursor}</span>{" "}
          {isCurrent ? (
            <span className={lag > 0 ? styles.behind : undefined}>
              {lag === 0 ? "caught up" : `${lag.toLocaleString("en")} behind`}
            </span>
          ) : (
            <span>when last seen</span>
          )}
        </span>
      )}
    </button>
  );
});

// Of a service on this machine. The name of another host has no room here: the inspector has it.
function portOf(url: string | undefined): string {
  if (!url || !URL.canParse(url)) return "";
  const { hostname, port } = new URL(url);
  return hostname === "localhost" || hostname === "127.0.0.1" ? `:${port}` : "";
}
