// Times of day as the panels show them: to the millisecond, because much happens within one second.

/** `time`: RFC 3339, or ms since 1970. What is no time is shown as it is: a publisher may send anything. */
export function clockTime(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const clock = date.toLocaleTimeString("en-GB");
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** "420 ms", "2.4 s", "3 min". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** "1 event", "3 events". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
