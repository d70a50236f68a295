// Draws single dots and the words beside a wire, with the browser's own animations. It knows wires and signs, no records.

import type { EventTypes } from "../../systems/system.ts";
import type { Mark } from "../history/picture.ts";
import { colourOf } from "./event-type.ts";
import type { Words } from "./dot-words.ts";
import type { Wire } from "./map-layout.ts";
import { addSvg as add, drawSign } from "./draw-sign.ts";
import styles from "./ServiceMap.module.css";

const FADE_MS = 900;
const LABEL_MS = 2400;
const LETTER_PX = 7.75;
const READABLE_MS = 250;
const fadeOut = [{ opacity: 1 }, { opacity: 1, offset: 0.65 }, { opacity: 0 }];

export interface Drawing {
  /** Settles when it has come to the end of its wire. */
  arrived: Promise<unknown>;
  paint(type: string): void;
  count(number: number): void;
  /** What became of it is drawn where it ends. */
  note(mark: Mark): void;
  end(): void;
  remove(): void;
}

interface Start {
  wire: Wire;
  type: string | undefined;
  position: number;
  flightMs: number;
  /** How far along the wire it gets, 0 to 1. */
  reach: number;
}

interface DrawingOptions {
  layer: SVGGElement;
  eventTypes: EventTypes;
  onPick: (position: number) => void;
  isStill: () => boolean;
  /** Pixels per sixteenth of the text size. */
  unit: () => number;
}

export function createDotDrawing({ layer, eventTypes, onPick, isStill, unit }: DrawingOptions) {
  const labels = new Map<string, { text: SVGTextElement; fade: Animation; changedAt: number }>();

  function start({ wire, type, position, flightMs, reach }: Start): Drawing {
    const group = add(layer, "g", { class: styles.dot });
    // Wider than the dot: a moving target is hard to hit.
    add(group, "circle", { class: styles.target });
    const dot = add(group, "circle", { class: styles.body });
    dot.style.fill = colourOf(eventTypes, type);
    group.addEventListener("click", () => onPick(position));

    const at = (part: number) =>
      `translate(${wire.x1 + (wire.x2 - wire.x1) * part}px, ${wire.y1 + (wire.y2 - wire.y1) * part}px)`;
    const flight = group.animate(frames(at, reach), { duration: flightMs, fill: "forwards" });
    let text: SVGTextElement | undefined;
    let noted: Mark | undefined;

    return {
      arrived: flight.finished.catch(() => undefined),
      paint(to) {
        dot.style.fill = colourOf(eventTypes, to);
      },
      count(number) {
        group.dataset.many = "true";
        text ??= add(group, "text", { class: styles.count });
        text.textContent = `×${number}`;
      },
      // In a pulse of many, one that failed is what must be seen.
      note(mark) {
        if (noted?.kind !== "failed") noted = mark;
      },
      end() {
        if (!noted) return group.remove();
        const sign = drawSign(noted, 1.4 * unit());
        // Beside the node, not under it.
        const length = Math.hypot(wire.x2 - wire.x1, wire.y2 - wire.y1);
        sign.style.transform = at(reach - (14 * unit()) / length);
        group.remove();
        layer.append(sign);
        const fade = sign.animate(fadeOut, FADE_MS);
        void fade.finished.catch(() => undefined).then(() => sign.remove());
      },
      remove() {
        flight.cancel();
        group.remove();
      },
    };
  }

  function frames(at: (part: number) => string, reach: number): Keyframe[] {
    if (!isStill()) return [{ transform: at(0) }, { transform: at(reach) }];
    const [middle, end] = [at(reach / 2), at(reach)];
    return [
      { transform: middle },
      { transform: middle, offset: 0.5 },
      { transform: end, offset: 0.5 },
      { transform: end },
    ];
  }

  /** Writes above the wire what went along it last. */
  function label(name: string, wire: Wire, { full, short }: Words): void {
    const now = performance.now();
    const known = labels.get(name);
    // In a crowd they change too fast to be read.
    if (known && now - known.changedAt < READABLE_MS) return;
    const text = known?.text ?? add(layer, "text", { class: styles.label });
    const length = Math.hypot(wire.x2 - wire.x1, wire.y2 - wire.y1);
    const isUpright = wire.x1 === wire.x2;
    text.setAttribute("x", String(isUpright ? wire.x1 + 14 : (wire.x1 + wire.x2) / 2));
    text.setAttribute("y", String((wire.y1 + wire.y2) / 2 - (isUpright ? -4 : 13) * unit()));
    text.dataset.align = isUpright ? "start" : "middle";
    text.textContent = isUpright || full.length * LETTER_PX * unit() < length ? full : short;
    const fade = known?.fade ?? text.animate(fadeOut, { duration: LABEL_MS, fill: "forwards" });
    fade.currentTime = 0;
    fade.play();
    labels.set(name, { text, fade, changedAt: now });
  }

  function animations(): Animation[] {
    return layer
      .getAnimations({ subtree: true })
      .filter(({ playState }) => playState !== "finished");
  }

  return {
    start,
    label,
    freeze: () => animations().forEach((each) => each.pause()),
    unfreeze: () => animations().forEach((each) => each.play()),
  };
}
