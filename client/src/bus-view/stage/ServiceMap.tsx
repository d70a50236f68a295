// The map: every service once, the bus between them, and what is in flight. Publishing goes to the bus along the upper
// line of a service, deliveries come along the lower one.

import { useEffect, useMemo, useRef } from "react";
import { isCurrent } from "../history/bus-state.ts";
import { useBus, useBusStore } from "../use-bus.ts";
import { useSystem } from "../use-system.ts";
import { BusNode } from "./BusNode.tsx";
import { createDots, type Dots } from "./dots.ts";
import { layOut } from "./map-layout.ts";
import { MapWires } from "./MapWires.tsx";
import { namesOf } from "./service-names.ts";
import { ServiceNode } from "./ServiceNode.tsx";
import styles from "./ServiceMap.module.css";
import { useSize } from "./use-size.ts";

/** Its key must be the log's id: dots in flight belong to one log. */
export function ServiceMap() {
  const store = useBusStore();
  const { services, eventTypes } = useSystem();
  const picture = useBus((state) => state.picture);
  const frozen = useBus((state) => state.frozen);
  const selection = useBus((state) => state.selection);
  const [frame, { width, unit }] = useSize<HTMLDivElement>();
  const layer = useRef<SVGGElement>(null);
  const dots = useRef<Dots>(undefined);

  const names = namesOf(picture).join("\n");
  const layout = useMemo(
    () => layOut(names.split("\n").filter(Boolean), services, width, unit),
    [names, services, width, unit],
  );
  const measure = useRef({ layout, unit });
  useEffect(() => {
    measure.current = { layout, unit };
  }, [layout, unit]);

  useEffect(() => {
    if (!layer.current) return;
    const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    const created = createDots({
      layer: layer.current,
      eventTypes,
      wireOf: (name) => measure.current.layout.wires.get(name),
      picture: () => store.getSnapshot().picture,
      onPick: (position) => store.select({ kind: "event", position }),
      isStill: () => motion.matches,
      unit: () => measure.current.unit,
    });
    dots.current = created;
    const stop = store.onMove(created.move);
    return () => {
      stop();
      created.clear();
    };
  }, [store, eventTypes]);

  useEffect(() => {
    if (frozen) dots.current?.freeze();
    else dots.current?.unfreeze();
  }, [frozen]);

  const isNow = useBus(isCurrent);
  const isChosen = (name: string) => selection?.kind !== "event" && selection?.name === name;

  return (
    <div ref={frame} className={styles.map} translate="no" style={{ height: layout.height }}>
      <svg
        className={styles.drawing}
        width={width}
        height={layout.height}
        aria-hidden="true"
        focusable="false"
      >
        <MapWires layout={layout} subscribers={picture.subscribers} />
        <g ref={layer} />
      </svg>
      <BusNode box={layout.bus} isChosen={isChosen("event-bus")} />
      {[...layout.nodes].map(([name, box]) => (
        <ServiceNode
          key={name}
          name={name}
          box={box}
          tail={picture.tail}
          subscriber={picture.subscribers.find((each) => each.name === name)}
          service={picture.services.find((each) => each.name === name)}
          isCurrent={isNow}
          isChosen={isChosen(name)}
        />
      ))}
    </div>
  );
}
