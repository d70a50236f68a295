// Time in everyday words: roughly while it is near, as a date once it is far.

const near = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const far = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

export function relativeTime(then: Date, now: Date): string {
  const minutes = Math.round((then.getTime() - now.getTime()) / 60_000);
  // Clocks differ a little: a moment in the future is now.
  if (minutes >= 0) return "just now";
  if (minutes > -60) return near.format(minutes, "minute");
  if (minutes > -24 * 60) return near.format(Math.round(minutes / 60), "hour");
  if (minutes > -7 * 24 * 60) return near.format(Math.round(minutes / 60 / 24), "day");
  return far.format(then);
}
