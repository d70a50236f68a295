// The lanes of the sequence: which there are, where each one is, and where the label of an arrow has room.

export const BUS_LANE = "event bus";

/** Publishers are left of the bus, as on the map. */
export function laneNames(names: readonly string[]): string[] {
  const left = ["posts", "comments"].filter((name) => names.includes(name));
  return [...left, BUS_LANE, ...names.filter((name) => !left.includes(name))];
}

// Beside the outermost lanes there is room for how long a delivery took.
const MARGIN = 76;
// The longest usual name, "moderation", in the head's type.
const NAME_WIDTH = 84;
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
export function areNamesTight(count: number, width: number, unit: number): boolean {
  return laneX(1, count, width, unit) - laneX(0, count, width, unit) < NAME_WIDTH * unit;
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
