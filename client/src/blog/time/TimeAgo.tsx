// "4 minutes ago", kept current; the exact time is in the title and for machines.

import { creationTime } from "./creation-time.ts";
import { useMinute } from "./minute.ts";
import { relativeTime } from "./relative-time.ts";

export function TimeAgo({ id }: { id: string }) {
  const minute = useMinute();
  const time = creationTime(id);
  if (!time) return null;

  return (
    <time dateTime={time.toISOString()} title={time.toLocaleString()}>
      {relativeTime(time, new Date(minute * 60_000))}
    </time>
  );
}
