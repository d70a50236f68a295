// What an event is called in a verdict: what happened to which post or comment. Two events with one name would be one fact
// that was published twice, whatever their ids.

export function nameOf({ type, data }: { type: string; data: { id: string } }): string {
  return `${type} ${data.id}`;
}
