// The lanes of the sequence: which there are, where each one is, and where the label of an arrow has room.

import type { Services } from "../../systems/system.ts";

export const BUS_LANE = "event bus";

/** Publishers are left of the bus, as on the map. */
export function laneNames(names: readonly string[], services: Services): string[] {
  const left = [...services.keys()].filter(
    (name) => services.get(name)?.home === "left" && names.includes(name),
  );
  return [...left, BUS_LANE, ...names.filter((name) => !left.includes(name))];
}

// Beside the outermost lanes there is room for how long a delivery took.
const MARGIN = 76;
// In the type of the names, and in that of the labels.
const NAME_LETTER_WIDTH = 8.4;
const LETTER_WIDTH = 6.6;
// An arrowhead and a mark.
const TIP = 14;

/** In pixels from the left. `unit`: how many pixels a sixteenth of the text size is. */
export function laneX(index: number, count: number, width: number, unit: number): number {
  const margin = Math.min(MARGIN * unit, width / 4);
  if (count < 2) return width / 2;
  return margin + (index / (count - 1)) * (width - 2 * margin);
}

/** Whether the names beside each other need two lines. */
export function areNamesTight(names: readonly string[], width: number, unit: number): boolean {
  const longest = Math.max(...names.map(({ length }) => length));
  const apart = laneX(1, names.length, width, unit) - laneX(0, names.length, width, unit);
  return apart < longest * NAME_LETTER_WIDTH * unit;
}

export interface LabelPlace {
  text: string;
  x: number;
  anchor: "start" | "middle" | "end";
}

/** Between the two lanes, if it fits; otherwise back from the arrow's tip; and if that is too long as well, `short`. */
export function placeLabel(
  text: string,
  short: string,
  { from, to, width, unit }: { from: number; to: number; width: number; unit: number },
): LabelPlace {
  const lengthOf = (words: string) => words.length * LETTER_WIDTH * unit;
  const tip = TIP * unit;
  if (lengthOf(text) <= Math.abs(to - from) - 2 * tip)
    return { text, x: (from + to) / 2, anchor: "middle" };
  const [x, room] = to > from ? [to - tip, to - tip] : [to + tip, width - to - tip];
  const anchor = to > from ? "end" : "start";
  return { text: lengthOf(text) <= room ? text : short, x, anchor };
}
