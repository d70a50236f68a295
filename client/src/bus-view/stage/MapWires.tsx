// The lines of the map, and their faults: a wire that is cut, deliveries that are held.

import { memo } from "react";
import type { SubscriberPicture } from "../history/picture.ts";
import type { MapLayout, Wire } from "./map-layout.ts";
import styles from "./ServiceMap.module.css";

interface MapWiresProps {
  layout: MapLayout;
  subscribers: readonly SubscriberPicture[];
}

export const MapWires = memo(function MapWires({ layout, subscribers }: MapWiresProps) {
  return (
    <>
      {[...layout.wires].map(([name, wire]) => {
        const fact = subscribers.find((each) => name === `deliver ${each.name}`)?.fact;
        const isOff = fact?.state === "down" || fact?.faults.isCut;
        return (
          <g key={name} className={styles.way} data-off={isOff} data-outside={name === "publish"}>
            <line {...wire} />
            <path d={arrowHead(wire)} />
            {fact?.faults.isCut && <path d={cutAt(wire)} className={styles.barrier} />}
            {fact?.isHeld && !fact.faults.isCut && (
              <path d={barsAt(wire)} className={styles.barrier} />
            )}
          </g>
        );
      })}
    </>
  );
});

function arrowHead({ x1, x2, y1, y2 }: Wire): string {
  if (x1 === x2) return `M${x2 - 4} ${y2 - 7}L${x2} ${y2 - 1}L${x2 + 4} ${y2 - 7}`;
  const back = x2 > x1 ? -7 : 7;
  return `M${x2 + back} ${y1 - 4}L${x2 + back / 7} ${y1}L${x2 + back} ${y1 + 4}`;
}

function cutAt({ x1, x2, y1 }: Wire): string {
  const x = (x1 + x2) / 2;
  return `M${x - 8} ${y1 + 9}L${x - 1} ${y1 - 9}M${x + 1} ${y1 + 9}L${x + 8} ${y1 - 9}`;
}

// At the bus: nothing leaves.
function barsAt({ x1, x2, y1 }: Wire): string {
  const x = x1 + (x2 > x1 ? 12 : -12);
  return `M${x - 3} ${y1 - 8}v16M${x + 3} ${y1 - 8}v16`;
}
