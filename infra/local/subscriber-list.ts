// SUBSCRIBERS as the runner reads it: the user's list in the place of ours, or, with a + in front, beside ours. The bus
// checks each entry (event-bus/src/delivery/subscribers.ts); here it stays text.

/** The list for the bus. `ours`: `name=url` each. Without a list of the user's, it is ours. */
export function subscriberList(given: string | undefined, ours: string[]): string {
  const entries = entriesOf(given);
  if (entries.length === 0) return ours.join(",") || "none";
  if (!entries[0]?.startsWith("+")) return entries.join(",");
  return [...ours, ...entries.map((entry) => entry.replace(/^\+/, ""))].join(",");
}

/** Those of ours that a list does not name, by name or by address: they receive no events. */
export function leftOut(given: string | undefined, ours: string[]): string[] {
  const named = entriesOf(subscriberList(given, ours)).map(parts);
  return ours
    .map(parts)
    .filter(([name, url]) => !named.some((one) => one[0] === name || one[1] === url))
    .map(([name]) => name);
}

function entriesOf(list = ""): string[] {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function parts(entry: string): [name: string, url: string] {
  const [name = "", ...url] = entry.split("=");
  const address = url
    .join("=")
    .trim()
    .replace(/(\/events)?\/*$/, "");
  return [name.trim().replace(/:now$/, ""), address];
}
