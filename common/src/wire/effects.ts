// What became of each event of a delivery, for monitoring: no decision depends on it. It travels in the answer
// as one letter for each event, in their order, so that a batch of a hundred adds a hundred bytes.

/** It took effect now; its id was known; there is no handler for its type; it stands before the checkpoint. */
export type Effect = "applied" | "duplicate" | "ignored" | "skipped";

/** Called once for each event, in order, before the delivery is done. */
export type NoteEffect = (effect: Effect) => void;

export const EFFECTS_HEADER = "event-bus-effects";

const LETTERS: Record<Effect, string> = {
  applied: "a",
  duplicate: "d",
  ignored: "u",
  skipped: "p",
};

/** One letter for each: a, d, u or p. */
export function toLetters(effects: Effect[]): string {
  return effects.map((effect) => LETTERS[effect]).join("");
}
