// How an event's type is written where there is no room for its name: one letter, and a colour of its own.

// A Map: anybody may publish a type called "constructor", and every object has one.
const letters = new Map([
  ["PostCreated", "P"],
  ["CommentCreated", "C"],
  ["CommentModerated", "M"],
  ["CommentUpdated", "U"],
]);

export function letterOf(type: string | undefined): string {
  return letters.get(type ?? "") ?? "?";
}

/** The token of BusPage.module.css. */
export function colourOf(type: string | undefined): string {
  const letter = letterOf(type);
  return letter === "?" ? "var(--type-other)" : `var(--type-${letter.toLowerCase()})`;
}
